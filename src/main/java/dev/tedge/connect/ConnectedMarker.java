package dev.tedge.connect;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The record that this device shall be connected: {@code <config-dir>/mosquitto-conf/aws-bridge.conf}, the file that
 * thin-edge.io and tools around it look for. Mosquitto includes the directory, so the file must be harmless to it.
 *
 * @param file where the record is
 */
public record ConnectedMarker(Path file) {

    private static final String CONTENT =
            "# The gateway itself connects to AWS IoT Core; mosquitto has no bridge to make.\n";

    public ConnectedMarker {
        Objects.requireNonNull(file, "file");
    }

    /** The record in a configuration directory. */
    public static ConnectedMarker in(Path configDirectory) {
        return new ConnectedMarker(configDirectory.resolve("mosquitto-conf").resolve("aws-bridge.conf"));
    }

    /** Whether a connection is wanted; says nothing of whether there is one. */
    public boolean exists() {
        return Files.exists(file);
    }

    /**
     * Makes the record, and the directory for it.
     *
     * @throws IOException when it can't be written; the message names the file and the remedy
     */
    public void write() throws IOException {
        try {
            Files.createDirectories(file.getParent());
            writeWhole();
        } catch (AccessDeniedException denied) {
            throw new IOException(
                    "The file %s can't be written: permission denied. Run the command with sudo".formatted(file),
                    denied);
        } catch (IOException broken) {
            throw new IOException("The file %s can't be written: %s".formatted(file, broken.getMessage()), broken);
        }
    }

    /** An empty file would count as a record, too. */
    private void writeWhole() throws IOException {
        try {
            Files.writeString(file, CONTENT);
        } catch (IOException broken) {
            Files.deleteIfExists(file);
            throw broken;
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
