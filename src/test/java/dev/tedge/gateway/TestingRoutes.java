package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.link.LinkState;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.ReceivedMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The route files of a user, and what is seen of them while a gateway runs. */
final class TestingRoutes {

    /** What is promised for a change. */
    static final Duration IN_FORCE = Duration.ofSeconds(2);

    static final String ERRORS = "te/errors";
    static final String FLOWS = "te/device/main/service/tedge-mapper-aws/status/flows";

    /** Two routes of which the check finds nothing wrong: that both take from one queue is only noticed when they start. */
    static final String UNSTARTABLE = """
            - route:
                id: another
                from:
                  uri: "seda:twice"
                  steps:
                    - to: "local:never"
            - route:
                id: one-more
                from:
                  uri: "seda:twice"
                  steps:
                    - to: "local:never"
            """;

    private final TestingWorld world;
    private final TestingCloud cloud;
    private final MqttProbe local;

    /** @param local sees everything */
    TestingRoutes(TestingWorld world, TestingCloud cloud, MqttProbe local) {
        this.world = world;
        this.cloud = cloud;
        this.local = local;
    }

    /** A file with one route to AWS. */
    static String route(String id, String filter, String topic) {
        return """
                - route:
                    id: %s
                    routeConfigurationId: report-errors
                    from:
                      uri: "local:%s"
                      steps:
                        - to: "aws:thinedge/robot-7/td/%s"
                """.formatted(id, filter, topic);
    }

    /** A message on a local topic goes to this one now. */
    void awaitPassed(String topic, String to) {
        String payload = Instant.now().toString();
        await("'%s' goes to '%s'".formatted(topic, to))
                .atMost(IN_FORCE.plusSeconds(3))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    local.publish(topic, payload);
                    return cloud.seen().contains(new Seen("thinedge/robot-7/td/" + to, payload));
                });
    }

    void awaitReport(String topic, String text, int times) {
        await("'%s' on %s, %d times".formatted(text, topic, times))
                .atMost(IN_FORCE.plusSeconds(3))
                .until(() -> on(topic).stream()
                                .filter(report -> report.text().contains(text))
                                .count()
                        >= times);
    }

    void awaitStatus(String name, String status) {
        awaitReport(FLOWS, "{\"flow\":\"routes/%s.camel.yaml\",\"status\":\"%s\",\"time\":".formatted(name, status), 1);
    }

    List<ReceivedMessage> on(String topic) {
        return local.messages().stream()
                .filter(message -> message.topic().equals(topic))
                .toList();
    }

    static void assertSameConnection(LinkState now, LinkState before) {
        assertThat(now.up()).isTrue();
        assertThat(now.since()).isEqualTo(before.since());
        assertThat(now.lastFailureAt()).isEqualTo(before.lastFailureAt());
    }

    /** At once, as a careful editor does. */
    void write(String name, String text) throws IOException {
        Path fresh = Files.writeString(directory().resolve(name + ".new"), text);
        Files.move(
                fresh, directory().resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Path directory() throws IOException {
        return Files.createDirectories(world.config().resolve("routes"));
    }
}
