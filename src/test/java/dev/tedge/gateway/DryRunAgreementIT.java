package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.gateway.dryrun.DryMessage;
import dev.tedge.gateway.dryrun.DryRun;
import dev.tedge.gateway.dryrun.Outcome.Publication;
import dev.tedge.gateway.routes.Side;
import dev.tedge.gateway.source.RouteSurroundings;
import dev.tedge.message.Payload;
import dev.tedge.testing.MqttProbe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code routes test} says is what the gateway does: the same messages through both, by the built-in routes. */
class DryRunAgreementIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final List<Seen> LOCAL = List.of(
            new Seen("te/device/main///m/t", "{\"time\":1}"),
            new Seen("te/device/main///m/", "{ \"time\" : 1, \"b\":1.00, \"a\":12345678901234567890 }"),
            new Seen("te/device/child///e/login", "{\"time\":1,\"text\":\"ä\"}"),
            new Seen("te/factory/hall/cell/robot/a/hot", "{\"time\":1}"),
            new Seen("te/device/main/service/x/status/health", "{\"time\":1,\"status\":\"up\"}"),
            new Seen("te/device/main/service/mosquitto/status/health", "1"),
            new Seen("te/device/main///m/number", "21.5"),
            new Seen("te/device/main///m/array", "[1]"),
            new Seen("te/device/main///a/cleared", ""),
            new Seen("te/device/main///m/bad", "{\"time\":null}"),
            new Seen("te/device/main///twin/x", "{}"),
            new Seen("te/device/main///m/t/deeper", "{}"),
            new Seen("aws/td", "custom"),
            new Seen("aws/td/a/b", "custom"),
            new Seen("aws/td/1/2/3/4/5/6", "too deep"),
            new Seen("aws/td/large", "x".repeat(131_073)),
            new Seen("aws/shadow/name/n/get", ""),
            new Seen("unknown/topic", "x"));

    private static final List<Seen> AWS =
            List.of(new Seen("thinedge/robot-7/cmd/restart", "now"), new Seen("thinedge/robot-7/cmd/a/b/c", "{}"));

    @Test
    void dryRun_saysWhatTheGatewayDoes(@TempDir Path directory) throws Exception {
        try (TestingWorld world = new TestingWorld(directory)) {
            world.localEmbedded();
            TestingCloud.Simulator cloud = world.cloudSimulator();
            world.networkTo(cloud);
            world.connectedGateway();
            List<Publication> said = said(world);
            MqttProbe local = world.probe();

            LOCAL.forEach(message -> local.publish(message.topic(), message.payload()));
            AWS.forEach(message -> cloud.publish(message.topic(), message.payload()));

            await("AWS")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ofInterest(cloud.seen()))
                            .containsExactlyInAnyOrderElementsOf(to(Side.AWS, said)));
            await("the local broker")
                    .atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(published(local)).containsExactlyInAnyOrderElementsOf(to(Side.LOCAL, said)));
        }
    }

    private static List<Publication> said(TestingWorld world) throws Exception {
        List<Publication> said = new ArrayList<>();
        RouteSurroundings surroundings = new RouteSurroundings(world.settings(), TestingWorld.THING);
        try (DryRun run = DryRun.of(surroundings, surroundings.files())) {
            List<Seen> all = new ArrayList<>(LOCAL);
            all.addAll(AWS);
            for (Seen message : all) {
                run.send(new DryMessage(message.topic(), Payload.ofText(message.payload()), false)).stream()
                        .filter(Publication.class::isInstance)
                        .map(Publication.class::cast)
                        .forEach(said::add);
            }
        }
        return said;
    }

    private static List<Seen> to(Side side, List<Publication> said) {
        return said.stream()
                .filter(publication -> publication.to() == side)
                .map(publication -> new Seen(
                        publication.topic(), new String(publication.payload().toByteArray(), StandardCharsets.UTF_8)))
                .toList();
    }

    /** What the gateway has published locally: not what came from the test, and not what the cloud answers to the shadow. */
    private static List<Seen> published(MqttProbe local) {
        return ofInterest(local.messages().stream()
                        .map(message -> new Seen(message.topic(), message.text()))
                        .filter(message -> !message.topic().startsWith("aws/shadow/"))
                        .toList())
                .stream()
                .filter(message -> !LOCAL.contains(message))
                .toList();
    }

    /** Not the health of the gateway itself. */
    private static List<Seen> ofInterest(List<Seen> seen) {
        return seen.stream()
                .filter(message -> !message.topic().contains("tedge-mapper-"))
                .toList();
    }
}
