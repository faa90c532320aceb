package dev.tedge.gateway.check;

import dev.tedge.gateway.source.RouteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Who can write files. */
final class Ownership {

    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int WRITABLE_BY_OTHERS = 0022;

    private Ownership() {}

    /**
     * The user other than root who can write what was read from a file.
     *
     * @return empty when it is root's alone, and still has what was read
     */
    static Optional<String> owner(RouteFile file) {
        return CodeOfOthers.path(file).flatMap(path -> owner(path, file.text().orElse("")));
    }

    private static Optional<String> owner(Path path, String read) {
        try {
            Map<String, Object> found = Files.readAttributes(path, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
            int mode = found.get("mode") instanceof Integer bits ? bits : WRITABLE_BY_OTHERS;
            boolean own = Integer.valueOf(0).equals(found.get("uid"))
                    && (mode & TYPE) == REGULAR
                    && (mode & WRITABLE_BY_OTHERS) == 0
                    // Not another file that has come to this place since.
                    && Files.readString(path).equals(read);
            return own ? Optional.empty() : Optional.of(name(path));
        } catch (IOException | UnsupportedOperationException unknown) {
            return Optional.of("somebody");
        }
    }

    private static String name(Path path) throws IOException {
        String owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
        // It is the group, or everybody, who can write.
        return owner.equals("root") ? "tedge" : owner;
    }
}
