package dev.tedge.connect;

import dev.tedge.config.TedgeConfig;
import dev.tedge.config.toml.AtomicFile;
import dev.tedge.config.toml.FileOwner;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The record that this device shall be connected: {@code <config-dir>/mosquitto-conf/aws-bridge.conf}, or {@code
 * aws@<profile>-bridge.conf}, the files that thin-edge.io and tools around it look for. Mosquitto includes the directory, so
 * they must be harmless to it. The directory may belong to the user of the service: links in it are never followed.
 *
 * @param file where the record is
 */
public record ConnectedMarker(Path file) {

    /** What thin-edge.io writes when mosquitto has no bridge to make. */
    private static final String CONTENT = "# This file is left empty as the built-in bridge is enabled\n";

    public ConnectedMarker {
        Objects.requireNonNull(file, "file");
    }

    /** The record of the connection that the settings are for. */
    public static ConnectedMarker of(TedgeConfig config) {
        String name = config.instance("aws") + "-bridge.conf";
        return new ConnectedMarker(config.directory().resolve("mosquitto-conf").resolve(name));
    }

    /**
     * Whether mosquitto would make a bridge by it, which thin-edge.io has left there: under the client id of the gateway.
     *
     * @throws IOException when it can't be read
     */
    public boolean isBridge() throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.readAllLines(file).stream().anyMatch(line -> !line.isBlank() && !line.startsWith("#"));
    }

    /** Whether a connection is wanted; says nothing of whether there is one. */
    public boolean exists() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Makes the record, and the directory for it. A link in its place is replaced, not followed.
     *
     * @throws IOException when it can't be written; the message names the file and the remedy
     */
    public void write() throws IOException {
        try {
            Path directory = file.resolveSibling(".").normalize();
            Path home = directory.resolveSibling(".").normalize();
            Files.createDirectories(home);
            FileOwner.MAKER.makeDirectories(home, directory);
            if (Files.isSymbolicLink(file)) {
                Files.delete(file);
            }
            AtomicFile.replace(file, CONTENT);
        } catch (AccessDeniedException denied) {
            throw new IOException(
                    "The file %s can't be written: permission denied. Run the command with sudo".formatted(file),
                    denied);
        } catch (IOException broken) {
            throw new IOException("The file %s can't be written: %s".formatted(file, broken.getMessage()), broken);
        }
    }

    /**
     * Removes the record.
     *
     * @return whether there was one
     * @throws IOException when it can't be removed; the message names the file and the remedy
     */
    public boolean remove() throws IOException {
        try {
            return Files.deleteIfExists(file);
        } catch (AccessDeniedException denied) {
            throw new IOException(
                    "The file %s can't be removed: permission denied. Run the command with sudo".formatted(file),
                    denied);
        } catch (IOException broken) {
            throw new IOException("The file %s can't be removed: %s".formatted(file, broken.getMessage()), broken);
        }
    }
}
