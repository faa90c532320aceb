package dev.tedge.gateway;

import dev.tedge.config.TedgeConfig;
import dev.tedge.link.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which topic filters a gateway has subscribed to, one file for each link. Subscriptions outlive the gateway in its
 * session at the broker; when a route is gone, its filter is in no configuration any more, and the broker would go on to send
 * messages for it, beside those for the routes that are left.
 */
final class FilterFiles {

    private static final Logger LOG = LoggerFactory.getLogger(FilterFiles.class);

    private final Path directory;

    /** @param directory made when needed; where it can't be written, the memory is lost and nothing else */
    FilterFiles(Path directory) {
        this.directory = directory;
    }

    /** Where a gateway keeps what it has to remember. */
    static Path directory(TedgeConfig config) {
        return config.directory()
                .resolve("." + GatewayServices.of(config).mapper().service());
    }

    /** Has the link end what it no longer subscribes to, and remembers what it does. To be called when all routes are there. */
    void update(Link link) {
        Path file = directory.resolve(link.name() + ".filters");
        List<String> present = link.filters();
        List<String> gone = new ArrayList<>(read(file));
        gone.removeAll(present);
        if (gone.isEmpty()) {
            write(file, present);
            return;
        }
        List<String> both = new ArrayList<>(present);
        both.addAll(gone);
        write(file, both);
        link.onChange(state -> {
            if (state.up()) {
                write(file, present);
            }
        });
        link.forget(gone);
    }

    private static List<String> read(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            LOG.debug("'{}' can't be read", file, e);
            return List.of();
        }
    }

    private void write(Path file, List<String> filters) {
        try {
            if (!filters.equals(read(file))) {
                Files.createDirectories(directory);
                Path written = Files.write(Files.createTempFile(directory, ".filters-", ".tmp"), filters);
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            LOG.debug("'{}' can't be written", file, e);
        }
    }
}
