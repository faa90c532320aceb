package dev.tedge.gateway;

import dev.tedge.link.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final Path file;
    private final Link link;

    /** What the link subscribes to as far as is known here. */
    private volatile Optional<List<String>> present = Optional.empty();

    /**
     * Follows a link.
     *
     * @param directory made when needed; where it can't be written, the memory is lost and nothing else
     */
    FilterFiles(Path directory, Link link) {
        this.directory = directory;
        this.file = directory.resolve(link.name() + ".filters");
        this.link = link;
        link.onChange(state -> {
            if (state.up()) {
                present.ifPresent(this::write);
            }
        });
    }

    /**
     * Remembers what the link subscribes to, beside what it did. To be called before the broker hears of it: whatever ends the
     * process then, nothing is forgotten that the session at the broker has.
     */
    void remember() {
        List<String> both = new ArrayList<>(read(file));
        link.filters().stream().filter(filter -> !both.contains(filter)).forEach(both::add);
        present = Optional.of(both);
        write(both);
    }

    /** Has the link end what it no longer subscribes to, and remembers what it does. To be called when all routes are there. */
    void update() {
        List<String> wanted = link.filters();
        List<String> gone = new ArrayList<>(read(file));
        gone.removeAll(wanted);
        List<String> both = new ArrayList<>(wanted);
        both.addAll(gone);
        // What is gone is remembered until the link has been up since: nobody tells whether the broker has heard of it.
        write(both);
        present = Optional.of(wanted);
        if (!gone.isEmpty()) {
            link.forget(gone);
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            LOG.debug("'{}' can't be read", file, e);
            return List.of();
        }
    }

    private void write(List<String> filters) {
        try {
            if (!filters.equals(read(file))) {
                Files.createDirectories(directory);
                Path written = directory.resolve("." + file.getFileName() + ".tmp");
                // What a process that was killed has left.
                Files.deleteIfExists(written);
                Files.createFile(
                        written, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(written, filters);
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            LOG.debug("'{}' can't be written", file, e);
        }
    }
}
