package dev.tedge.certificate;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * To whom the files of the device are given. Only root can give files away, and the user need not exist: whatever is not
 * possible is left as it is, and logged.
 *
 * @param user name of the user, or empty to leave that as it is
 * @param group likewise
 */
public record FileOwner(Optional<String> user, Optional<String> group) {

    private static final Logger LOG = LoggerFactory.getLogger(FileOwner.class);

    public FileOwner {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(group, "group");
    }

    /** Leaves the files to whoever makes them. */
    public static FileOwner whoeverMakesThem() {
        return new FileOwner(Optional.empty(), Optional.empty());
    }

    /** The owner of a file that is there; leaves files as they are when there is none. */
    static FileOwner of(Path file) {
        try {
            PosixFileAttributes attributes =
                    Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new FileOwner(
                    Optional.of(attributes.owner().getName()),
                    Optional.of(attributes.group().getName()));
        } catch (IOException | UnsupportedOperationException unknown) {
            return whoeverMakesThem();
        }
    }

    /**
     * Gives a file or directory to the owner, as far as possible.
     *
     * @param path of which a link itself is meant, not what it leads to
     */
    public void own(Path path) {
        // One of the two may be possible.
        for (FileOwner half : List.of(new FileOwner(user, Optional.empty()), new FileOwner(Optional.empty(), group))) {
            try {
                half.require(path);
            } catch (IOException | UnsupportedOperationException notPossible) {
                LOG.debug("{} was not given to {}: {}", path, half, notPossible.toString());
            }
        }
    }

    /**
     * The same, but it has to be possible.
     *
     * @throws IOException when there is no such user or group, or only root may do that
     */
    public void require(Path path) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        UserPrincipalLookupService names = path.getFileSystem().getUserPrincipalLookupService();
        try {
            if (user.isPresent()) {
                view.setOwner(names.lookupPrincipalByName(user.get()));
            }
            if (group.isPresent()) {
                view.setGroup(names.lookupPrincipalByGroupName(group.get()));
            }
        } catch (UserPrincipalNotFoundException unknown) {
            throw new FileSystemException(
                    path.toString(), null, "there is no user or group '%s'".formatted(unknown.getName()));
        }
    }

    @Override
    public String toString() {
        return user.orElse("") + ":" + group.orElse("");
    }
}
