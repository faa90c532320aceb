package dev.tedge.config.toml;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who is to own what root makes; whoever else makes something owns it. That there is no such user is no reason to fail.
 *
 * @param names of the user and of the group, asked for when something is made; empty to leave it root's
 */
public record FileOwner(Supplier<Entry<Optional<String>, Optional<String>>> names) {

    /** Leaves everything to its maker. */
    public static final FileOwner MAKER = new FileOwner(() -> Map.entry(Optional.empty(), Optional.empty()));

    /**
     * Makes a directory and those above it, readable by all.
     *
     * @param existing a directory above it, or the directory itself, that must exist already
     */
    public void makeDirectories(Path existing, Path directory) throws IOException {
        Path made = existing;
        for (Path name : existing.relativize(directory)) {
            made = made.resolve(name);
            if (!Files.isDirectory(made)) {
                make(made);
            } else if (isRoot() && Files.isSymbolicLink(made)) {
                requireLinkOfItsOwner(made);
            }
        }
    }

    /** The owner of a directory must not choose where root makes another. */
    private static void requireLinkOfItsOwner(Path link) throws IOException {
        UserPrincipal maker = Files.getOwner(link, LinkOption.NOFOLLOW_LINKS);
        if (!AtomicFile.isRoot(maker) && !Files.getOwner(link).equals(maker)) {
            throw new FileSystemException(
                    link.toString(),
                    null,
                    "the link belongs to %s, the directory that it leads to does not".formatted(maker.getName()));
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private void make(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException meanwhile) {
            return;
        }
        PosixFileAttributeView view =
                Files.getFileAttributeView(directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        // Whatever the umask is.
        view.setPermissions(PosixFilePermissions.fromString("rwxr-xr-x"));
        give(view);
        AtomicFile.force(directory.resolveSibling("."));
    }

    /** Removes a directory if nothing is in it. */
    public static void removeIfEmpty(Path directory) throws IOException {
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException used) {
            // Somebody else has something there.
            return;
        }
    }

    void give(PosixFileAttributeView made) throws IOException {
        if (!AtomicFile.isRoot(made.getOwner())) {
            return;
        }
        Entry<Optional<String>, Optional<String>> wanted = names.get();
        UserPrincipalLookupService users = Path.of("/").getFileSystem().getUserPrincipalLookupService();
        try {
            if (wanted.getValue().isPresent()) {
                made.setGroup(users.lookupPrincipalByGroupName(wanted.getValue().get()));
            }
            if (wanted.getKey().isPresent()) {
                made.setOwner(users.lookupPrincipalByName(wanted.getKey().get()));
            }
        } catch (NoSuchFileException gone) {
            throw gone;
        } catch (IOException notPossible) {
            // No such user, or a file system without owners: it works all the same.
            return;
        }
    }
}
