package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.simulator.SimulatorEvent;
import dev.tedge.simulator.quota.Quotas;
import dev.tedge.testing.MqttProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS takes more than a second for each answer: at 10 requests a second there would soon be too many in flight. */
class ShadowQuotaIT {

    private static final int ENTITIES = 20;
    private static final Duration ANSWER_TIME = Duration.ofMillis(1_500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<SimulatorEvent> events = new CopyOnWriteArrayList<>();
    private TestingWorld world;
    private TestingShadows shadows;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localEmbedded();
        TestingCloud.Simulator cloud = world.cloudSimulator(
                options -> options.quotas(Quotas.NONE.withShadowRequestsInFlight(Quotas.AWS.shadowRequestsInFlight()))
                        .shadowAnswerTime(ANSWER_TIME)
                        .onEvent(events::add));
        shadows = new TestingShadows(cloud);
        world.networkTo(cloud);
        world.set("aws.shadow.sync", "true");
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void requestsInFlight_areNeverTooMany() throws Exception {
        world.connectedGateway();
        MqttProbe local = world.publisher();

        for (int i = 0; i < ENTITIES; i++) {
            local.publishRetained("te/device/child" + i + "///twin/a", "1");
        }

        for (int i = 0; i < ENTITIES; i++) {
            Optional<String> name = Optional.of("device:child" + i);
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(shadows.state(name)).isEqualTo(TestingShadows.read("{\"reported\":{\"a\":1}}")));
        }
        assertThat(events)
                .noneMatch(event -> event instanceof SimulatorEvent.Rejected rejected && rejected.code() == 429);
    }
}
