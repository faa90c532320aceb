package dev.tedge.config.toml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * A file in the making, beside the one whose place it is to take; closing it takes away what was not moved. The owner of
 * the directory may put something else in its place at any time, and root must not be led elsewhere by that: the file is
 * opened once, links are never followed, and whatever is not that file is left alone.
 */
final class TemporaryFile implements AutoCloseable {

    /** As a pattern of a directory stream. */
    static final String NAMES = ".tedge-config-*.tmp";

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private final Path path;
    private final FileChannel channel;
    private final Object key;

    private TemporaryFile(Path path, FileChannel channel, Object key) {
        this.path = path;
        this.channel = channel;
        this.key = key;
    }

    /** A new and empty file that only its owner can read. */
    static TemporaryFile beside(Path target) throws IOException {
        Path path = target.resolveSibling(NAMES.replace("*", UUID.randomUUID().toString()));
        FileChannel channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PRIVATE));
        try {
            return new TemporaryFile(path, channel, keyOf(path));
        } catch (IOException gone) {
            channel.close();
            throw gone;
        }
    }

    /** Who we are. */
    UserPrincipal owner() throws IOException {
        requireUntouched();
        return view().getOwner();
    }

    void write(String content) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Takes over owner, group and permissions of the file that it is to replace. */
    void resemble(PosixFileAttributes before) throws IOException {
        takeOwnerOf(before);
        permit(before.permissions());
    }

    /** Only root can give files away; whoever else may replace the file becomes its owner. */
    void takeOwnerOf(PosixFileAttributes before) throws IOException {
        if (AtomicFile.isRoot(owner())) {
            view().setOwner(before.owner());
            view().setGroup(before.group());
        }
    }

    void permit(Set<PosixFilePermission> permissions) throws IOException {
        requireUntouched();
        view().setPermissions(permissions);
    }

    void giveTo(FileOwner owner) throws IOException {
        requireUntouched();
        owner.give(view());
    }

    /** Puts it on disk and in the place of the target, if it is a file. */
    void replace(Path target) throws IOException {
        channel.force(true);
        requireUntouched();
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }

    private PosixFileAttributeView view() {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private void requireUntouched() throws IOException {
        if (!keyOf(path).equals(key)) {
            throw new FileSystemException(path.toString(), null, "somebody else has just replaced it");
        }
    }

    /** Device and number of the file itself, which stay the same when it is given another name. */
    private static Object keyOf(Path path) throws IOException {
        return Objects.requireNonNull(
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .fileKey(),
                "fileKey");
    }
}
