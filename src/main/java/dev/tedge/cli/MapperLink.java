package dev.tedge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The second name of the program: called as {@code tedge-mapper} it does what {@code tedge run tedge-mapper} does.
 *
 * @param launcher the program, absolute
 * @param relative whether the link names the program without its directory
 */
record MapperLink(Path launcher, boolean relative) {

    private static final String NAME = "tedge-mapper";

    /** Makes the link beside the program, or corrects it; what is there and is no link stays. */
    void make(Console console) throws IOException {
        Path link = launcher.resolveSibling(NAME);
        Path target = relative ? launcher.getFileName() : launcher;
        if (link.equals(launcher)) {
            return;
        }
        if (Files.isSymbolicLink(link)) {
            if (!Files.readSymbolicLink(link).equals(target)) {
                replace(link, target);
            }
        } else if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            console.warn("%s is there already, and is no link to %s: it is left as it is".formatted(link, target));
        } else {
            Files.createSymbolicLink(link, target);
        }
    }

    /** At no moment without a link: a service may be starting. */
    private static void replace(Path link, Path target) throws IOException {
        Path beside = link.resolveSibling("." + NAME + ".new");
        Files.deleteIfExists(beside);
        Files.createSymbolicLink(beside, target);
        Files.move(beside, link, StandardCopyOption.ATOMIC_MOVE);
    }
}
