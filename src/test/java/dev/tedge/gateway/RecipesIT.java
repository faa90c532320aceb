package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.policy.LeastPolicy;
import dev.tedge.policy.Scope;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.Recipe;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of the recipes through a gateway, with the policy that is printed for them: what a dry run says goes to AWS arrives
 * there, and nothing else.
 */
class RecipesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What two routes send is in no order. */
    private static final Set<String> BESIDE_ANOTHER_ROUTE = Set.of("threshold-alarm");

    private static final Pattern INPUT = Pattern.compile("\\[([^]]*)] ?(.*)");
    private static final Pattern OUTPUT = Pattern.compile("(aws|local) ((?:[a-z0-9]+ )*)\\[([^]]*)] ?(.*)");

    /** Nothing is gathered for less than the example takes. */
    private static final Pattern INTERVAL = Pattern.compile("completionInterval: \"\\d+\"");

    static List<Recipe> examples() throws IOException {
        return Recipe.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void example_goesThroughAGateway(Recipe recipe, @TempDir Path directory) throws Exception {
        try (TestingWorld world = new TestingWorld(directory)) {
            world.localEmbedded();
            recipe.environment()
                    .forEach((variable, value) -> world.set(
                            variable.substring("TEDGE_".length())
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', '.'),
                            value));
            Path file = install(recipe, world);
            TestingCloud.Simulator cloud = cloud(world);
            world.connectedGateway();
            MqttProbe local = world.probe();

            recipe.input().forEach(line -> publish(local, line));
            local.publish("aws/td/last", "the ones before have been dealt with");
            await("the last message")
                    .atMost(PATIENCE)
                    .until(() ->
                            cloud.seen().stream().anyMatch(seen -> seen.topic().endsWith("/td/last")));
            // What is gathered is sent when the routes change.
            Files.delete(file);

            await("what the dry run says").atMost(PATIENCE).untilAsserted(() -> {
                assertThat(ofRecipe(cloud)).containsExactlyInAnyOrderElementsOf(published(recipe, "aws"));
                assertThat(locally(recipe, local)).isEqualTo(published(recipe, "local"));
            });
            if (!BESIDE_ANOTHER_ROUTE.contains(recipe.name())) {
                assertThat(ofRecipe(cloud)).isEqualTo(published(recipe, "aws"));
            }
            assertThat(cloud.simulator().counters().connections()).isEqualTo(1);
        }
    }

    /** The other examples end what they gather by a change of the routes. */
    @Test
    void batch_isSent_whenItsTimeHasCome(@TempDir Path directory) throws Exception {
        try (TestingWorld world = new TestingWorld(directory)) {
            world.localEmbedded();
            Path routes = Files.createDirectories(world.config().resolve("routes"));
            Path file = Recipe.FOLDER.resolve("batch/telemetry.camel.yaml");
            String yaml = INTERVAL.matcher(Files.readString(file)).replaceAll("completionInterval: \"100\"");
            Files.writeString(routes.resolve("telemetry.camel.yaml"), yaml);
            TestingCloud.Simulator cloud = cloud(world);
            world.connectedGateway();

            world.probe().publish("te/device/main///m/power", "{\"watt\":35.0,\"time\":1}");

            await("the batch")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ofRecipe(cloud))
                            .containsExactly(new Seen(
                                    "thinedge/robot-7/td/batch",
                                    "[{\"topic\":\"thinedge/robot-7/td/device:main/m/power\","
                                            + "\"payload\":{\"watt\":35.0,\"time\":1}}]")));
        }
    }

    private static Path install(Recipe recipe, TestingWorld world) throws IOException {
        Path routes = Files.createDirectories(world.config().resolve("routes"));
        Path file = routes.resolve(recipe.file().getFileName().toString());
        return Files.writeString(
                file, INTERVAL.matcher(Files.readString(recipe.file())).replaceAll("completionInterval: \"3600000\""));
    }

    private static TestingCloud.Simulator cloud(TestingWorld world) throws IOException {
        TedgeConfig config = TedgeConfig.load(world.config(), Map.of(), CertificateDetails::commonName);
        RouteNeeds needs = RouteNeeds.of(config, RouteNeeds.ANY_THING, List.of());
        assertThat(needs.unknown()).isEmpty();
        String policy = LeastPolicy.of(needs.all(), new Scope(Optional.empty(), Optional.empty()))
                .indented();
        TestingCloud.Simulator cloud = world.cloudSimulator(options -> options.policy(PolicyDocument.parse(policy)));
        world.networkTo(cloud);
        return cloud;
    }

    private static void publish(MqttProbe local, String line) {
        MatchResult input = INPUT.matcher(line).results().findFirst().orElseThrow();
        local.publish(input.group(1), input.group(2));
    }

    private static List<Seen> ofRecipe(TestingCloud.Simulator cloud) {
        return cloud.messages().stream()
                .filter(seen -> !seen.topic().endsWith("/status/health")
                        && !seen.topic().endsWith("/td/last"))
                .map(seen -> new Seen(
                        seen.topic(),
                        seen.topic().endsWith("/gzip") ? unpacked(seen.payload().toByteArray()) : seen.text()))
                .toList();
    }

    /** What came by the route of the recipe, and what was reported, in this order. */
    private static List<Seen> locally(Recipe recipe, MqttProbe local) {
        Set<String> topics =
                published(recipe, "local").stream().map(Seen::topic).collect(Collectors.toSet());
        return local.messages().stream()
                .filter(message ->
                        topics.contains(message.topic()) || message.topic().equals("te/errors"))
                .map(message -> new Seen(message.topic(), message.text()))
                .toList();
    }

    private static String unpacked(byte[] gzip) {
        try (GZIPInputStream text = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Seen> published(Recipe recipe, String side) {
        return recipe.output().stream()
                .flatMap(line -> OUTPUT.matcher(line).results())
                .filter(line -> line.group(1).equals(side))
                .map(line -> new Seen(
                        line.group(3),
                        line.group(2).contains("base64")
                                ? unpacked(Base64.getDecoder().decode(line.group(4)))
                                : line.group(4)))
                .toList();
    }
}
