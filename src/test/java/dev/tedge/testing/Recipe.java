package dev.tedge.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * An example of the README of the recipes: a dry run of a route file, with what goes in and what comes out.
 *
 * @param file the route file
 * @param environment variables that the command is run with
 * @param input lines {@code [topic] payload}
 * @param output the lines that are printed
 */
public record Recipe(Path file, Map<String, String> environment, List<String> input, List<String> output) {

    /** Where the recipes are, a folder each. */
    public static final Path FOLDER = Path.of("deploy/examples/routes");

    private static final Pattern EXAMPLE = Pattern.compile(
            "```console\\n\\$ (?:(\\S+)=(\\S+) )?tedge routes test --file (\\S+) <<'END'\\n(.*?)\\nEND\\n(.*?)\\n```",
            Pattern.DOTALL);

    public Recipe {
        environment = Map.copyOf(environment);
        input = List.copyOf(input);
        output = List.copyOf(output);
    }

    /** All examples of the README. */
    public static List<Recipe> all() throws IOException {
        return EXAMPLE.matcher(Files.readString(FOLDER.resolve("README.md")))
                .results()
                .map(Recipe::of)
                .toList();
    }

    /** All route files of recipes. */
    public static List<Path> files() throws IOException {
        try (var files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
        }
    }

    /** The name of its folder. */
    public String name() {
        return name(file);
    }

    /** The name of the recipe that a route file is. */
    public static String name(Path file) {
        return file.getName(file.getNameCount() - 2).toString();
    }

    @Override
    public String toString() {
        return name();
    }

    private static Recipe of(MatchResult example) {
        return new Recipe(
                Path.of(example.group(3)),
                example.group(1) == null ? Map.of() : Map.of(example.group(1), example.group(2)),
                example.group(4).lines().toList(),
                example.group(5).lines().toList());
    }
}
