package dev.tedge.config.toml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that others see with its old or with its new content, and with nothing between, even after a power cut. */
public final class AtomicFile {

    private static final Set<PosixFilePermission> OF_A_NEW_FILE = PosixFilePermissions.fromString("rw-r--r--");

    private AtomicFile() {}

    /**
     * Replaces the content, or makes the file, readable by all. Keeps permissions, owner and group, and the target when
     * the file is a link.
     *
     * @throws IOException when that is not possible; the file is then as it was
     */
    public static void replace(Path file, String content) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path directory = target.resolveSibling(".").normalize();
        Path temporary = Files.createTempFile(directory, ".tedge-", ".tmp");
        try {
            write(temporary, content);
            if (Files.exists(target)) {
                copyAttributes(target, temporary);
            } else {
                Files.setPosixFilePermissions(temporary, OF_A_NEW_FILE);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        // The rename itself is only on disk when the directory is.
        try (FileChannel renamed = FileChannel.open(directory, StandardOpenOption.READ)) {
            renamed.force(true);
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

    private static void copyAttributes(Path from, Path to) throws IOException {
        PosixFileAttributes before = Files.readAttributes(from, PosixFileAttributes.class);
        PosixFileAttributes now = Files.readAttributes(to, PosixFileAttributes.class);
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        // Only root can give files away; whoever else may replace the file becomes its owner.
        if (now.owner().getName().equals("root")) {
            view.setOwner(before.owner());
            view.setGroup(before.group());
        }
        view.setPermissions(before.permissions());
    }
}
