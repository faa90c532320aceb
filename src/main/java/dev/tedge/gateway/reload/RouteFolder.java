package dev.tedge.gateway.reload;

import dev.tedge.gateway.check.RouteFault;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A directory with a user's route files. It need not exist, and may be replaced as a whole. */
final class RouteFolder {

    private final Path directory;

    RouteFolder(Path directory) {
        this.directory = directory;
    }

    /**
     * All route files that there are, and those of the user that can't be read.
     *
     * @param files by name: the user's that can be read, and the built-in ones that no file of the user's takes the place of
     * @param unreadable why, by name
     */
    record Content(Map<String, RouteFile> files, Map<String, RouteFault> unreadable) {

        /** All files as they shall be; for one that can't be read that is what it was before, if it was. */
        Map<String, RouteFile> over(Map<String, RouteFile> before) {
            Map<String, RouteFile> wanted = new TreeMap<>(files);
            unreadable
                    .keySet()
                    .forEach(name -> Optional.ofNullable(before.get(name)).ifPresent(file -> wanted.put(name, file)));
            return wanted;
        }
    }

    /**
     * What tells whether a file has been changed, for each of the user's; empty when there is none.
     *
     * @throws IOException when the directory can't be read now
     */
    Map<String, String> stamps() throws IOException {
        Map<String, String> stamps = new TreeMap<>();
        for (Path file : RouteFiles.paths(directory)) {
            stamps.put(String.valueOf(file.getFileName()), stamp(file));
        }
        return stamps;
    }

    /**
     * Reads all of them, once. What is not UTF-8 is found by the check, with its place.
     *
     * @throws IOException when the directory can't be read now
     */
    Content read() throws IOException {
        Map<String, RouteFile> files = new TreeMap<>();
        Map<String, RouteFault> unreadable = new TreeMap<>();
        try {
            for (RouteFile file : RouteFiles.in(directory)) {
                file.trouble()
                        .ifPresentOrElse(
                                reason -> unreadable.put(
                                        file.name(), new RouteFault(file.name(), Optional.empty(), reason)),
                                () -> files.put(file.name(), file));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new Content(files, unreadable);
    }

    /** Whether there is no such directory at all; one that only can't be read, or a link to nowhere, is there. */
    boolean isMissing() {
        return RouteFiles.isMissing(directory);
    }

    private static String stamp(Path file) {
        try {
            // The time of the last change of rights and such is a part of it where there is one: a file may become
            // readable.
            String attributes =
                    file.getFileSystem().supportedFileAttributeViews().contains("unix")
                            ? "unix:ino,ctime,size,lastModifiedTime"
                            : "fileKey,size,lastModifiedTime";
            return new TreeMap<>(Files.readAttributes(file, attributes)).toString();
        } catch (IOException e) {
            // Gone in between, which the next look will tell.
            return "gone";
        }
    }
}
