package dev.tedge.certificate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file in the making: written and synced beside its place, then put there whole. Closing it takes away whatever was not
 * kept. The owner of the directory may put something else in its place at any time; that is left alone, and no link is
 * followed. What a killed process leaves is told by {@link Leftovers}: nobody holds the lock on it.
 */
final class NewFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NewFile.class);

    /** Names of files in the making, as a pattern of {@link Files#newDirectoryStream(Path, String)}. */
    static final String NAMES = ".tedge-cert-*.tmp";

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private final Path target;
    private final Path temporary;
    private final FileChannel channel;

    /** What tells the file from another that somebody puts in its place. */
    private final Object key;

    /** Whether the file is in its place by our doing. */
    private boolean published;

    private boolean kept;

    private NewFile(Path target, Path temporary, FileChannel channel, Object key) {
        this.target = target;
        this.temporary = temporary;
        this.channel = channel;
        this.key = key;
    }

    /** Starts a file that only its owner can read or write until {@link #write}. */
    static NewFile beside(Path target) {
        Path temporary =
                directoryOf(target).resolve(NAMES.replace("*", UUID.randomUUID().toString()));
        try {
            FileChannel channel = FileChannel.open(
                    temporary,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(PRIVATE));
            try {
                return new NewFile(target, temporary, channel, keyOf(temporary));
            } catch (IOException gone) {
                channel.close();
                throw gone;
            }
        } catch (IOException refused) {
            throw translated(target, refused);
        }
    }

    /**
     * Writes it and waits until it is on disk.
     *
     * @param permissions that it gets afterwards, as in {@code r--------}
     * @param owner whom it is given to, if possible
     */
    void write(String content, String permissions, FileOwner owner) {
        try {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            requireUntouched();
            owner.own(temporary);
            permit(temporary, permissions);
            hold();
            channel.force(true);
        } catch (IOException refused) {
            throw translated(target, refused);
        }
    }

    /** Puts the file in its place, which must be free. A hard link, unlike a rename, fails when somebody was quicker. */
    void publish() {
        try {
            requireUntouched();
            try {
                Files.createLink(target, temporary);
            } catch (FileAlreadyExistsException quicker) {
                throw quicker;
            } catch (UnsupportedOperationException | FileSystemException noLinks) {
                // FAT and the like; whether the place is free has just been checked.
                Files.move(temporary, target);
            }
            published = true;
            syncDirectoryOf(target);
        } catch (IOException refused) {
            throw translated(target, refused);
        }
    }

    /** Puts the file in its place, over what is there; it stays from then on. */
    void replace() {
        try {
            requireUntouched();
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectoryOf(target);
        } catch (IOException refused) {
            throw translated(target, refused);
        }
    }

    /** Puts a file of ours that is whole in the place of another. */
    static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectoryOf(to);
        } catch (IOException refused) {
            throw translated(to, refused);
        }
    }

    /** From now on the published file stays. */
    void keep() {
        kept = true;
    }

    @Override
    public void close() {
        try (channel) {
            // In this order: what is published without the other name counts as somebody's own.
            if (published && !kept) {
                Files.deleteIfExists(target);
            }
            Files.deleteIfExists(temporary);
        } catch (IOException refused) {
            throw translated(target, refused);
        }
    }

    private void requireUntouched() throws IOException {
        if (!keyOf(temporary).equals(key)) {
            throw new FileSystemException(temporary.toString(), null, "somebody else has just replaced it");
        }
    }

    /** Device and number of the file itself. */
    static Object keyOf(Path file) throws IOException {
        return Objects.requireNonNull(
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .fileKey(),
                "fileKey");
    }

    /** Until the channel is closed, or the process killed. Only now: setting permissions opens and closes the file, too. */
    private void hold() {
        try {
            if (channel.tryLock() == null) {
                LOG.debug("Somebody else holds {}", temporary);
            }
        } catch (IOException noLocks) {
            LOG.debug("{} is not locked: {}", temporary, noLocks.toString());
        }
    }

    /** Sets the permissions of a file that is no link. */
    static void permit(Path file, String permissions) throws IOException {
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setPermissions(PosixFilePermissions.fromString(permissions));
    }

    /** Waits until it is on disk which files are in the directory of this one. */
    static void syncDirectoryOf(Path file) throws IOException {
        try (FileChannel directory = FileChannel.open(directoryOf(file), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    static Path directoryOf(Path file) {
        return file.toAbsolutePath().resolveSibling(".").normalize();
    }

    private static CredentialException translated(Path target, IOException refused) {
        String failed = "The file %s can't be written: ".formatted(target);
        if (refused instanceof NoSuchFileException) {
            return new CredentialException(
                    failed + "the directory %s does not exist".formatted(directoryOf(target)), refused);
        }
        if (refused instanceof AccessDeniedException) {
            return new CredentialException(failed + "permission denied. Run the command with sudo", refused);
        }
        if (refused instanceof FileAlreadyExistsException) {
            return new CredentialException(failed + "another process has just made it", refused);
        }
        return new CredentialException(failed + refused.getMessage(), refused);
    }
}
