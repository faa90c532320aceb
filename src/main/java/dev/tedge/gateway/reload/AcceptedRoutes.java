package dev.tedge.gateway.reload;

import dev.tedge.config.toml.AtomicFile;
import dev.tedge.config.toml.FileOwner;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFile.Origin;
import dev.tedge.gateway.source.RouteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of the user's route files as they were last accepted, so that a mistake in a file does no more harm after a restart than
 * before. For the gateway's user only.
 */
final class AcceptedRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(AcceptedRoutes.class);

    private final Path directory;
    private final RouteFolder folder;

    /** @param directory made when needed; where it can't be written, the memory is lost and nothing else */
    AcceptedRoutes(Path directory) {
        this.directory = directory;
        this.folder = new RouteFolder(directory);
    }

    /** The route files that were in force last, by name; the built-in ones when nothing is remembered. */
    Map<String, RouteFile> read() {
        try {
            if (Files.isDirectory(directory)) {
                AtomicFile.removeLeftOver(directory);
            }
            return folder.read().files();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The routes accepted last in '{}' can't be read: {}", directory, e.toString());
            return RouteFiles.builtIn();
        }
    }

    /** Remembers files. */
    void write(Map<String, RouteFile> accepted) {
        Map<String, String> texts = accepted.values().stream()
                .filter(file -> file.origin() != Origin.BUILT_IN)
                .collect(Collectors.toMap(
                        file -> file.inForce() ? file.name() : file.name() + RouteFile.SWITCHED_OFF,
                        file -> file.text().orElse("")));
        try {
            Set<String> gone = new TreeSet<>(folder.stamps().keySet());
            gone.removeAll(texts.keySet());
            if (!texts.isEmpty()) {
                makeDirectory();
            }
            for (Map.Entry<String, String> file : texts.entrySet()) {
                write(directory.resolve(file.getKey()), file.getValue());
            }
            for (String name : gone) {
                Files.deleteIfExists(directory.resolve(name));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The accepted routes can't be kept in '{}': {}", directory, e.toString());
        }
    }

    private void makeDirectory() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** The new text or the old one, also after a power cut. */
    private void write(Path file, String text) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            AtomicFile.replaceSecret(file, text, FileOwner.MAKER);
        }
    }
}
