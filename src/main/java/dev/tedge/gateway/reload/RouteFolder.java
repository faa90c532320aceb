package dev.tedge.gateway.reload;

import dev.tedge.gateway.check.RouteFault;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFile.Origin;
import dev.tedge.gateway.source.RouteFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A directory with a user's route files. It need not exist, and may be replaced as a whole. */
final class RouteFolder {

    private static final String SWITCHED_OFF = ".disabled";

    private final Path directory;

    RouteFolder(Path directory) {
        this.directory = directory;
    }

    /**
     * All route files that there are, and those of the user that can't be read.
     *
     * @param files by name: the built-in ones, and the user's over them
     * @param unreadable why, by name
     */
    record Content(Map<String, RouteFile> files, Map<String, RouteFault> unreadable) {

        /** All files as they shall be; for one that can't be read that is what it was before, if it was. */
        Map<String, RouteFile> over(Map<String, RouteFile> before) {
            Map<String, RouteFile> wanted = new TreeMap<>(files);
            for (String name : unreadable.keySet()) {
                wanted.remove(name);
                Optional.ofNullable(before.get(name)).ifPresent(file -> wanted.put(name, file));
            }
            return wanted;
        }
    }

    /**
     * What tells whether a file has been changed, for each of the user's; empty when there is none. Links are followed, as they are
     * in a Kubernetes ConfigMap.
     *
     * @throws IOException when the directory can't be read now
     */
    Map<String, String> stamps() throws IOException {
        Map<String, String> stamps = new TreeMap<>();
        for (Path file : files()) {
            stamps.put(String.valueOf(file.getFileName()), stamp(file));
        }
        return stamps;
    }

    /** The files without any of a user, by name. */
    static Map<String, RouteFile> builtIn() {
        Map<String, RouteFile> files = new TreeMap<>();
        RouteFiles.BUILT_IN.forEach(
                name -> files.put(name, RouteFiles.builtIn(name).orElseThrow()));
        return files;
    }

    /** Reads all of them, once. */
    Content read() throws IOException {
        Map<String, RouteFile> files = builtIn();
        Map<String, RouteFault> unreadable = new TreeMap<>();
        // In this order: a file that is there and switched off is off.
        for (Path file : new TreeSet<>(files())) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(SWITCHED_OFF)) {
                RouteFile off = off(file, name);
                files.put(off.name(), off);
                unreadable.remove(off.name());
            } else {
                read(file, files, unreadable);
            }
        }
        return new Content(files, unreadable);
    }

    /** What is not UTF-8 is found by the check, with its place. */
    private static void read(Path file, Map<String, RouteFile> files, Map<String, RouteFault> unreadable) {
        String name = String.valueOf(file.getFileName());
        try {
            files.put(name, RouteFiles.own(file));
        } catch (UncheckedIOException e) {
            unreadable.put(name, fault(name, RouteFiles.trouble(e)));
        }
    }

    private static RouteFile off(Path file, String name) {
        String off = name.substring(0, name.length() - SWITCHED_OFF.length());
        return new RouteFile(off, Origin.DISABLED, "file:" + file, Optional.empty());
    }

    private static RouteFault fault(String name, String reason) {
        return new RouteFault(name, Optional.empty(), reason);
    }

    /** Whether there is no such directory at all; one that only can't be read, or a link to nowhere, is there. */
    boolean isMissing() {
        return Files.notExists(directory, LinkOption.NOFOLLOW_LINKS);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(RouteFolder::isRoutes)
                    .filter(RouteFolder::isFile)
                    .toList();
        } catch (NoSuchFileException e) {
            if (isMissing()) {
                return List.of();
            }
            throw e;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Whoever may list a directory need not be allowed to look at what is in it: then its files are not gone. */
    private static boolean isFile(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).isRegularFile();
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRoutes(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(RouteFile.SUFFIX) || name.endsWith(RouteFile.SUFFIX + SWITCHED_OFF);
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
