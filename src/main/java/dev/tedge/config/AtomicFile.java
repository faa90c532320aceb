package dev.tedge.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that others see with its old or with its new content, and with nothing between, even after a power cut. */
final class AtomicFile {

    private static final Set<PosixFilePermission> OF_A_NEW_FILE = PosixFilePermissions.fromString("rw-r--r--");

    private final Path file;

    AtomicFile(Path file) {
        this.file = file;
    }

    /**
     * Replaces the content; keeps the permissions, and the target when the file is a link.
     *
     * @throws ConfigException when that is not possible; the file is then as it was
     */
    void replaceBy(String content) {
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file;
            Path temporary = Files.createTempFile(target.toAbsolutePath().getParent(), ".tedge-", ".tmp");
            try {
                Files.setPosixFilePermissions(
                        temporary, Files.exists(target) ? Files.getPosixFilePermissions(target) : OF_A_NEW_FILE);
                write(temporary, content);
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
            syncDirectory(target);
        } catch (NoSuchFileException missing) {
            throw new ConfigException(
                    "The directory %s does not exist: create it, or name another one with --config-dir"
                            .formatted(file.getParent()),
                    missing);
        } catch (AccessDeniedException denied) {
            throw new ConfigException(
                    "The file %s can't be written: permission denied. Run the command with sudo".formatted(file),
                    denied);
        } catch (IOException broken) {
            throw new ConfigException("The file " + file + " can't be written: " + broken.getMessage(), broken);
        }
    }

    private static void write(Path temporary, String content) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** The rename itself is only on disk when the directory is. */
    private static void syncDirectory(Path target) throws IOException {
        try (FileChannel directory = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
