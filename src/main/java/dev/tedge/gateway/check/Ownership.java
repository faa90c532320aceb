package dev.tedge.gateway.check;

import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Who can write files. Links are followed when they are root's, as in a mounted ConfigMap. */
final class Ownership {

    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int LINK = 0120000;
    private static final int WRITABLE_BY_GROUP = 0020;
    private static final int WRITABLE_BY_ALL = 0002;
    private static final int MOST_LINKS = 40;

    private Ownership() {}

    /**
     * Why root is not to load what was read from a file: others can write it.
     *
     * @return empty when it is root's alone, and still has what was read
     */
    static Optional<String> refusal(RouteFile file) {
        Path path = Path.of(file.location().replaceFirst("^file:", "")).toAbsolutePath();
        try {
            Optional<String> refusal = refusal(path, MOST_LINKS);
            return refusal.isPresent() ? refusal : changed(file, path);
        } catch (IOException | UnsupportedOperationException unknown) {
            return Optional.of("root does not load it: who can write '%s' can't be told".formatted(path));
        }
    }

    /** Another file may have come to this place since. */
    private static Optional<String> changed(RouteFile file, Path path) {
        try {
            return RouteFiles.own(path).text().equals(file.text())
                    ? Optional.empty()
                    : Optional.of("it has just been changed: try again");
        } catch (UncheckedIOException gone) {
            return Optional.of("it has just been moved away: try again");
        }
    }

    private static Optional<String> refusal(Path path, int links) throws IOException {
        int names = path.getNameCount();
        Path part = path.getRoot();
        for (int i = 0; i < names; i++) {
            part = part.resolve(path.getName(i));
            if ((mode(part) & TYPE) == LINK) {
                Optional<String> refusal = links == 0 ? Optional.of("it is a link to itself") : ofOthers(part);
                Path target = part.resolveSibling(Files.readSymbolicLink(part));
                Path whole = i + 1 < names ? target.resolve(path.subpath(i + 1, names)) : target;
                return refusal.isPresent() ? refusal : refusal(whole, links - 1);
            }
        }
        Optional<String> refusal = ofOthers(path);
        return refusal.isPresent() ? refusal : writable(path);
    }

    private static Optional<String> ofOthers(Path path) throws IOException {
        if (Integer.valueOf(0).equals(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
            return Optional.empty();
        }
        String owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
        boolean user = !owner.matches("[0-9]+");
        return Optional.of("'%s' belongs to '%s', and root loads no routes that others can write: run `%s`"
                .formatted(path, owner, user ? "sudo -u " + owner + " tedge …" : "sudo chown -h root " + path));
    }

    private static Optional<String> writable(Path path) throws IOException {
        int mode = mode(path);
        if ((mode & TYPE) != REGULAR) {
            return Optional.of("'%s' is no file".formatted(path));
        }
        if ((mode & (WRITABLE_BY_GROUP | WRITABLE_BY_ALL)) == 0) {
            return Optional.empty();
        }
        String who = (mode & WRITABLE_BY_ALL) == 0 ? "its group" : "everybody";
        return Optional.of("%s can write '%s', and root loads no routes that others can write: run `sudo chmod go-w %s`"
                .formatted(who, path, path));
    }

    private static int mode(Path path) throws IOException {
        return Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) instanceof Integer mode ? mode : 0;
    }
}
