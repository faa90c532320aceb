package dev.tedge.gateway.reload;

import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFile.Origin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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

    private static final String SWITCHED_OFF = ".disabled";
    private static final String FRESH = ".accepted-";
    private static final String HALF = ".tmp";

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
            clear();
            return folder.read().files();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The routes accepted last in '{}' can't be read: {}", directory, e.toString());
            return RouteFolder.builtIn();
        }
    }

    /** What a process that was killed has left. */
    private void clear() throws IOException {
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, FRESH + "*" + HALF)) {
                for (Path file : left) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Remembers files. */
    void write(Map<String, RouteFile> accepted) {
        Map<String, String> texts = accepted.values().stream()
                .filter(file -> file.origin() != Origin.BUILT_IN)
                .collect(Collectors.toMap(
                        file -> file.inForce() ? file.name() : file.name() + SWITCHED_OFF,
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

    /** The new text or the old one, whatever ends the process. */
    private void write(Path file, String text) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return;
        }
        Path fresh = Files.createTempFile(directory, FRESH, HALF);
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
