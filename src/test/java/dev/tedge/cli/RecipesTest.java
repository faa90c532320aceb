package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.cli.TestingConsole.Result;
import dev.tedge.testing.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes do what their README says. */
class RecipesTest {

    /** Its messages come from a controller, not from a broker; it has a test of its own. */
    private static final String FROM_ELSEWHERE = "opc-ua";

    /** Lines of examples that are no measurements by the rules; what they are for is shown without them, too. */
    private static final Pattern BREAKS_RULES =
            Pattern.compile("not JSON|oops|twelve| hot$|\"test\":true|\"volt\"|//\\] \\{\"@type\"");

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

    @ParameterizedTest
    @MethodSource("examples")
    void example_isNotRefused_whenMessagesAreValidated(Recipe recipe) {
        recipe.environment().forEach(console::with);
        console.with("TEDGE_AWS_MAPPER_VALIDATE", "reject");
        List<String> valid = recipe.input().stream()
                .filter(line -> !BREAKS_RULES.matcher(line).find())
                .toList();

        Result result = console.typing(String.join("\n", valid)).run("routes test --file " + recipe.file());

        assertThat(result.out().lines()).noneMatch(line -> line.contains("error"));
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void gzip_takesWhatIsSmallEnoughAfterwards() {
        String large = "{\"volt\":[" + "0,1,2,1,".repeat(40_000) + "0]}";

        Result result =
                console.typing("[te/device/main///m/waveform] " + large).run("routes test --file " + file("gzip"));

        assertThat(large).hasSizeGreaterThan(300_000);
        assertThat(result.out()).startsWith("aws base64 [thinedge/robot-7/td/device:main/m/waveform/gzip] H4sI");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void batch_sendsWhatIsTooLargeForIt_onItsOwnTopic() {
        String large = "{\"text\":\"" + "x".repeat(131_000) + "\",\"time\":1}";

        Result result = console.typing(
                        "[te/device/main///m/t] " + large + "\n[te/device/main///m/t] {\"t\":1,\"time\":1}")
                .run("routes test --file " + file("batch"));

        assertThat(result.out().lines())
                .containsExactly(
                        "aws [thinedge/robot-7/td/device:main/m/t] " + large,
                        "-",
                        "aws [thinedge/robot-7/td/batch] [{\"topic\":\"thinedge/robot-7/td/device:main/m/t\","
                                + "\"payload\":{\"t\":1,\"time\":1}}]");
    }

    @Test
    void minuteSummary_reportsAMessageThatCannotBeRead_andSumsUpTheOthers() {
        Result result = console.typing("""
                        [te/device/main///m/t] {"t":1,"time":1}
                        [te/device/main///m/t] {"t":7,"time":"oops"}
                        [te/device/main///m/t] {"t":3,"time":2}
                        """).run("routes test --file " + file("minute-summary"));

        assertThat(result.out())
                .contains("error [te/device/main///m/t] telemetry: Failed to format message timestamp")
                .contains("{\"t\":{\"min\":1,\"max\":3,\"mean\":2,\"count\":2},\"time\":2}");
    }

    private static Path file(String recipe) {
        return Recipe.FOLDER.resolve(recipe).resolve("telemetry.camel.yaml");
    }
}
