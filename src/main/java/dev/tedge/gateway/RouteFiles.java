package dev.tedge.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which route files are in force: the built-in ones, and over them those in {@code <config-dir>/routes}. A file there replaces
 * the built-in one of the same name or adds to them; {@code <name>.camel.yaml.disabled} switches one off.
 */
final class RouteFiles {

    /** The files in {@code src/main/resources/routes}; a jar has no folder to list. */
    static final List<String> BUILT_IN = List.of(
            "command.camel.yaml",
            "connection-check.camel.yaml",
            "custom.camel.yaml",
            "errors.camel.yaml",
            "shadow.camel.yaml",
            "telemetry.camel.yaml");

    private static final String SUFFIX = ".camel.yaml";
    private static final String DISABLED = SUFFIX + ".disabled";

    private RouteFiles() {}

    /**
     * @param directory the user's routes; need not exist
     * @return Camel's resource URIs, in the order of the file names
     */
    static List<String> inForce(Path directory) {
        Map<String, String> files = new TreeMap<>();
        BUILT_IN.forEach(name -> files.put(name, "classpath:routes/" + name));
        List<String> own = names(directory);
        own.stream()
                .filter(name -> name.endsWith(SUFFIX))
                .forEach(name -> files.put(name, directory.resolve(name).toUri().toString()));
        own.stream()
                .filter(name -> name.endsWith(DISABLED))
                .forEach(name -> files.remove(name.substring(0, name.length() - ".disabled".length())));
        return List.copyOf(files.values());
    }

    /** The names of the files that switch one off. */
    static List<String> disabled(Path directory) {
        return names(directory).stream()
                .filter(name -> name.endsWith(DISABLED))
                .sorted()
                .toList();
    }

    private static List<String> names(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The routes in '%s' can't be read".formatted(directory), e);
        }
    }
}
