package dev.tedge.config.toml;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A file that others see with its old or with its new content, and with nothing between, even after a power cut. */
public final class AtomicFile {

    private static final Set<PosixFilePermission> OF_A_NEW_FILE = PosixFilePermissions.fromString("rw-r--r--");

    /** As Linux has it (path_resolution(7)). */
    private static final int MOST_LINKS = 40;

    private AtomicFile() {}

    /** The same for a file that, when it is made, is its maker's. */
    public static void replace(Path file, String content) throws IOException {
        replace(file, content, FileOwner.MAKER);
    }

    /**
     * Replaces the content, or makes the file, readable by all. Keeps permissions, owner and group. When the file is a
     * link, the link stays and its target is written, whether or not there is one yet.
     *
     * @param owner of a new file
     * @throws java.nio.file.NoSuchFileException when the directory does not exist
     * @throws IOException when it is not possible for another reason; the file is then as it was
     */
    public static void replace(Path file, String content, FileOwner owner) throws IOException {
        replace(file, content, (made, before) -> {
            if (before.isPresent()) {
                made.resemble(before.get());
            } else {
                made.permit(OF_A_NEW_FILE);
                made.giveTo(owner);
            }
        });
    }

    /**
     * The same, but afterwards only the owner can read the file, and one of root's is given to its new owner, too: others must
     * not see the content, but the service has to.
     */
    public static void replaceSecret(Path file, String content, FileOwner owner) throws IOException {
        replace(file, content, (made, before) -> {
            if (before.isPresent()) {
                made.takeOwnerOf(before.get());
            }
            made.giveTo(owner);
        });
    }

    /**
     * The same, but a file that is made has permissions, owner and group of another: what came from there may be secret.
     */
    public static void replaceLike(Path model, Path file, String content) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(model, PosixFileAttributes.class);
        replace(file, content, (made, before) -> made.resemble(before.orElse(attributes)));
    }

    private static void replace(Path file, String content, Finish finish) throws IOException {
        List<Path> links = new ArrayList<>();
        Path target = follow(file.toAbsolutePath(), links);
        try (TemporaryFile temporary = TemporaryFile.beside(target)) {
            if (isRoot(temporary.owner())) {
                for (Path link : links) {
                    requireLinkOfItsOwner(link, target);
                }
            }
            temporary.write(content);
            finish.apply(temporary, attributes(target));
            temporary.replace(target);
        }
        force(target.resolveSibling("."));
    }

    /** Removes from a directory what killed processes have left there; nobody may be replacing a file in it. */
    public static void removeLeftOver(Path directory) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, TemporaryFile.NAMES)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** What is made, renamed or removed in a directory is only on disk when the directory is. */
    static void force(Path directory) throws IOException {
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    static boolean isRoot(UserPrincipal user) {
        return user.getName().equals("root");
    }

    /** Where a file that may be a link is in the end; adds the links on the way. */
    private static Path follow(Path file, List<Path> links) throws IOException {
        Path target = file;
        while (Files.isSymbolicLink(target)) {
            if (links.size() == MOST_LINKS) {
                throw new FileSystemLoopException(file.toString());
            }
            links.add(target);
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    /**
     * A link that somebody else made leads root only to where its maker could write as well; the owner of the directory
     * must not choose which file of the system is written.
     */
    private static void requireLinkOfItsOwner(Path link, Path target) throws IOException {
        UserPrincipal maker = Files.getOwner(link, LinkOption.NOFOLLOW_LINKS);
        boolean ownsTarget = Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(target, LinkOption.NOFOLLOW_LINKS).equals(maker);
        boolean ownsDirectory = Files.getOwner(target.resolveSibling(".")).equals(maker);
        if (!isRoot(maker) && !ownsTarget && !ownsDirectory) {
            throw new FileSystemException(
                    link.toString(),
                    target.toString(),
                    "the link belongs to %s, the file that it leads to does not".formatted(maker.getName()));
        }
    }

    private static Optional<PosixFileAttributes> attributes(Path target) throws IOException {
        return Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(Files.readAttributes(target, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS))
                : Optional.empty();
    }

    /** What is done to a file before others see it; until then, only its maker can read it. */
    @FunctionalInterface
    private interface Finish {
        void apply(TemporaryFile made, Optional<PosixFileAttributes> before) throws IOException;
    }
}
