package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.process.MosquittoContainer;
import dev.tedge.testing.process.MosquittoProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.DockerClientFactory;

/** What goes where, in both directions, between each pair of brokers. */
class GatewayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TD = "thinedge/robot-7/td/";
    /** What the simulator's shadow service says to the updates. */
    private static final String SHADOW_ANSWERS = "aws/shadow/(name/n1/)?update/(accepted|documents)";

    private static final String ALARM = "{\"text\":\"hot\",\"severity\":\"major\",\"time\":1700000000}";

    /** The pairs of brokers. */
    enum Brokers {
        /** Debian's mosquitto on both sides. */
        MOSQUITTO_AND_MOSQUITTO,
        /** Debian's mosquitto and the simulator of AWS. */
        MOSQUITTO_AND_SIMULATOR,
        /** The embedded broker and the simulator, as in the demo. */
        EMBEDDED_AND_SIMULATOR,
        /** mosquitto's official image and the simulator. */
        CONTAINER_AND_SIMULATOR;

        TestingCloud begin(TestingWorld world) throws Exception {
            assumeTrue(!name().contains("MOSQUITTO") || MosquittoProcess.isInstalled(), "mosquitto is not installed");
            switch (this) {
                case MOSQUITTO_AND_MOSQUITTO, MOSQUITTO_AND_SIMULATOR -> world.localMosquitto();
                case EMBEDDED_AND_SIMULATOR -> world.localEmbedded();
                case CONTAINER_AND_SIMULATOR -> {
                    assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "Docker is not available");
                    MosquittoContainer broker = world.begin(new MosquittoContainer());
                    broker.start();
                    world.localAt(broker.getHost(), broker.port());
                }
            }
            return this == MOSQUITTO_AND_MOSQUITTO ? world.cloudMosquitto() : world.cloudSimulator();
        }
    }

    private TestingWorld world;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @ParameterizedTest
    @EnumSource
    void messages_arriveOnce_andNothingIsEchoed(Brokers brokers) throws Exception {
        TestingCloud cloud = brokers.begin(world);
        TcpProxy network = world.networkTo(cloud);
        world.connectedGateway();
        MqttProbe local = world.probe();

        List<Seen> sent = new ArrayList<>();
        for (Seen message : List.of(
                new Seen("te/device/main///m/environment", "{\"temperature\":21.3}"),
                new Seen("te/device/child1///e/login", "{\"text\":\"hello\",\"time\":1700000000}"),
                new Seen("te/device/main/service/app/a/temperature", ALARM),
                new Seen("te/device/main/service/app/status/health", "{\"status\":\"up\",\"time\":1}"),
                new Seen("aws/td/a/b", "any text"),
                new Seen("aws/td", "the folder itself"),
                new Seen("aws/shadow/update", "{\"state\":{\"reported\":{\"a\":1}}}"),
                new Seen("aws/shadow/name/n1/update", "{\"state\":{}}"),
                new Seen("aws/test-connection", "ping"))) {
            local.publish(message.topic(), message.payload());
            sent.add(message);
        }
        cloud.publish("thinedge/robot-7/cmd/x", "do it");
        cloud.publish("$aws/things/robot-7/shadow/update/delta", "{\"state\":{\"a\":2}}");
        cloud.publish("$aws/things/robot-7/shadow/name/n1/get/accepted", "{}");
        sent.addAll(passMarkers(cloud, local));

        assertThat(withoutOwnHealth(cloud.seen()))
                .filteredOn(message -> !message.topic().equals(TD + "device:main/m/environment"))
                .containsExactlyInAnyOrder(
                        new Seen(TD + "device:child1/e/login", "{\"text\":\"hello\",\"time\":1700000000}"),
                        new Seen(TD + "device:main:service:app/a/temperature", ALARM),
                        new Seen(TD + "device:main:service:app/status/health", "{\"status\":\"up\",\"time\":1}"),
                        new Seen(TD + "a/b", "any text"),
                        new Seen("thinedge/robot-7/td", "the folder itself"),
                        new Seen("$aws/things/robot-7/shadow/update", "{\"state\":{\"reported\":{\"a\":1}}}"),
                        new Seen("$aws/things/robot-7/shadow/name/n1/update", "{\"state\":{}}"),
                        new Seen("thinedge/devices/robot-7/test-connection", "ping"),
                        new Seen(TD + "marker", "1"),
                        new Seen(TD + "marker", "2"));
        assertMeasured(cloud.seen().stream()
                .filter(message -> message.topic().equals(TD + "device:main/m/environment"))
                .toList());
        assertThat(withoutOwnHealth(seen(local)))
                .filteredOn(message -> !message.topic().matches(SHADOW_ANSWERS))
                .containsExactlyInAnyOrderElementsOf(with(
                        sent,
                        new Seen("aws/cmd/x", "do it"),
                        new Seen("aws/shadow/update/delta", "{\"state\":{\"a\":2}}"),
                        new Seen("aws/shadow/name/n1/get/accepted", "{}"),
                        new Seen("aws/connection-success", "ping"),
                        new Seen("aws/cmd/marker", "1"),
                        new Seen("aws/cmd/marker", "2")));
        assertThat(network.connections()).as("connections to the cloud").isEqualTo(1);
    }

    /** When the second one is there, what the last messages before may have caused in both directions is there as well. */
    private static List<Seen> passMarkers(TestingCloud cloud, MqttProbe local) {
        List<Seen> sent = new ArrayList<>();
        for (String round : List.of("1", "2")) {
            Seen marker = new Seen("aws/td/marker", round);
            local.publish(marker.topic(), marker.payload());
            sent.add(marker);
            await("marker " + round + " on the cloud")
                    .atMost(PATIENCE)
                    .until(() -> cloud.seen().contains(new Seen(TD + "marker", round)));
            cloud.publish("thinedge/robot-7/cmd/marker", round);
            await("marker " + round + " locally")
                    .atMost(PATIENCE)
                    .until(() -> seen(local).contains(new Seen("aws/cmd/marker", round)));
        }
        return sent;
    }

    private static void assertMeasured(List<Seen> measurements) throws Exception {
        assertThat(measurements).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(measurements.get(0).payload());
        assertThat(json.path("temperature").asDouble()).isEqualTo(21.3);
        assertThat(json.path("time").asDouble())
                .isBetween((double) Instant.now().minusSeconds(60).getEpochSecond(), (double)
                        Instant.now().plusSeconds(1).getEpochSecond());
        assertThat(json.size()).isEqualTo(2);
    }

    private static List<Seen> seen(MqttProbe probe) {
        return probe.messages().stream()
                .map(message -> new Seen(message.topic(), message.text()))
                .toList();
    }

    private static List<Seen> withoutOwnHealth(List<Seen> messages) {
        return messages.stream()
                .filter(message -> !message.topic().contains("tedge-mapper-"))
                .toList();
    }

    private static List<Seen> with(List<Seen> messages, Seen... more) {
        List<Seen> all = new ArrayList<>(messages);
        all.addAll(List.of(more));
        return all;
    }
}
