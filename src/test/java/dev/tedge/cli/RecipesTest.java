package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.cli.TestingConsole.Result;
import dev.tedge.testing.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes do what their README says. */
class RecipesTest {

    /** Its messages come from a controller, not from a broker; it has a test of its own. */
    private static final String FROM_ELSEWHERE = "opc-ua";

    private final TestingConsole console;

    RecipesTest(@TempDir Path directory) {
        console = new TestingConsole(directory).with("TEDGE_DEVICE_ID", "robot-7");
    }

    static List<Recipe> examples() throws IOException {
        return Recipe.all();
    }

    static List<Path> files() throws IOException {
        return Recipe.files();
    }

    @Test
    void everyRecipe_hasAnExample() throws IOException {
        List<String> examples = Recipe.all().stream().map(Recipe::name).toList();

        assertThat(Stream.concat(examples.stream(), Stream.of(FROM_ELSEWHERE)))
                .containsExactlyInAnyOrderElementsOf(
                        Recipe.files().stream().map(Recipe::name).toList());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void example_prints_whatTheReadmeSays(Recipe recipe) {
        recipe.environment().forEach(console::with);

        Result result = console.typing(String.join("\n", recipe.input())).run("routes test --file " + recipe.file());

        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines()).containsExactlyElementsOf(recipe.output());
    }
}
