package dev.tedge.gateway.source;

import dev.tedge.gateway.source.RouteFile.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which route files there are: the built-in ones, and over them those in {@code <config-dir>/routes}. A file there replaces
 * the built-in one of the same name or adds to them; {@code <name>.camel.yaml.disabled} switches one off.
 */
public final class RouteFiles {

    /** The files in {@code src/main/resources/routes}; a jar has no folder to list. */
    public static final List<String> BUILT_IN = List.of(
            "command.camel.yaml",
            "connection-check.camel.yaml",
            "custom.camel.yaml",
            "errors.camel.yaml",
            "jobs.camel.yaml",
            "shadow-sync.camel.yaml",
            "shadow.camel.yaml",
            "telemetry.camel.yaml");

    private static final String FOLDER = "routes/";

    private RouteFiles() {}

    /**
     * Reads all of them.
     *
     * @param directory the user's routes; need not exist
     * @return in the order of the names, those that are switched off, or can't be read, among them
     * @throws UncheckedIOException when the directory can't be read; the message names it
     */
    public static List<RouteFile> in(Path directory) {
        Map<String, RouteFile> files = builtIn();
        try {
            // In the order of the names: a file that is there and switched off is off.
            paths(directory).stream()
                    .sorted()
                    .map(file -> name(file).endsWith(RouteFile.SWITCHED_OFF) ? disabled(file) : ownOrTrouble(file))
                    .forEach(file -> files.put(file.name(), file));
        } catch (IOException e) {
            throw new UncheckedIOException("The routes in '%s' can't be read: %s".formatted(directory, e), e);
        }
        return List.copyOf(files.values());
    }

    /** The files without any of a user, by name. */
    public static Map<String, RouteFile> builtIn() {
        Map<String, RouteFile> files = new TreeMap<>();
        BUILT_IN.forEach(name -> files.put(name, builtIn(name).orElseThrow()));
        return files;
    }

    /** The built-in file of a name. */
    public static Optional<RouteFile> builtIn(String name) {
        if (!BUILT_IN.contains(name)) {
            return Optional.empty();
        }
        try (InputStream file = RouteFiles.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                throw new IllegalStateException("'%s' is missing in the jar".formatted(name));
            }
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(new RouteFile(name, Origin.BUILT_IN, "classpath:" + FOLDER + name, Optional.of(text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a file of the user's; what is not UTF-8 becomes U+FFFD, so that whoever looks at the text refuses the file.
     *
     * @param file anywhere; its name decides what it replaces
     * @throws UncheckedIOException when it can't be read, or has more than {@link RouteFile#MOST_BYTES}; its message names the file,
     *     and that of its cause says why
     */
    public static RouteFile own(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(RouteFile.MOST_BYTES + 1);
            if (bytes.length > RouteFile.MOST_BYTES) {
                throw new TooLargeException();
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            return new RouteFile(name(file), origin(file), location(file), Optional.of(text));
        } catch (IOException e) {
            throw new UncheckedIOException("'%s' can't be read".formatted(file), e);
        }
    }

    private static RouteFile ownOrTrouble(Path file) {
        try {
            return own(file);
        } catch (UncheckedIOException e) {
            String trouble = trouble(e);
            return new RouteFile(name(file), origin(file), location(file), Optional.empty(), Optional.of(trouble));
        }
    }

    /** Why {@link #own} has failed, for people. */
    public static String trouble(UncheckedIOException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof AccessDeniedException) {
            return "the file can't be read: permission denied. Let the gateway's user read it";
        }
        return cause instanceof TooLargeException
                ? String.valueOf(cause.getMessage())
                : "the file can't be read: " + cause;
    }

    private static final class TooLargeException extends IOException {

        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("the file is too large: a route file has at most %,d bytes".formatted(RouteFile.MOST_BYTES));
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static Origin origin(Path file) {
        return BUILT_IN.contains(name(file)) ? Origin.OVERRIDDEN : Origin.ADDED;
    }

    /**
     * Files together.
     *
     * @param files by any name
     * @param given read from anywhere, in the place of those of their names, or beside them
     * @return in the order of the names
     */
    public static List<RouteFile> with(List<RouteFile> files, List<Path> given) {
        Map<String, RouteFile> all = new TreeMap<>();
        files.forEach(file -> all.put(file.name(), file));
        given.stream().map(RouteFiles::own).forEach(file -> all.put(file.name(), file));
        return List.copyOf(all.values());
    }

    private static RouteFile disabled(Path file) {
        String off = name(file).substring(0, name(file).length() - RouteFile.SWITCHED_OFF.length());
        return new RouteFile(off, Origin.DISABLED, location(file), Optional.empty());
    }

    private static String location(Path file) {
        return "file:" + file;
    }

    /**
     * The user's files, of any content, and those that switch one off. Links are followed, as they are in a Kubernetes ConfigMap.
     *
     * @return in no order; none when there is no such directory
     * @throws IOException when the directory can't be read now, or what is in it can't be looked at
     */
    public static List<Path> paths(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(RouteFiles::isRoutes).filter(RouteFiles::isFile).toList();
        } catch (NoSuchFileException e) {
            if (isMissing(directory)) {
                return List.of();
            }
            throw e;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Whether there is no such directory at all; one that only can't be read, or a link to nowhere, is there. */
    public static boolean isMissing(Path directory) {
        return Files.notExists(directory, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isRoutes(Path file) {
        return name(file).endsWith(RouteFile.SUFFIX) || name(file).endsWith(RouteFile.SUFFIX + RouteFile.SWITCHED_OFF);
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
}
