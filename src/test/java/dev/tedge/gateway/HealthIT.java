package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.ReceivedMessage;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.process.RequiresMosquitto;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway says of itself. */
@RequiresMosquitto
class HealthIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String MAPPER = "te/device/main/service/tedge-mapper-aws";
    private static final String MAPPER_STATUS = MAPPER + "/status/health";
    private static final String BRIDGE_STATUS = "te/device/main/service/tedge-mapper-bridge-aws/status/health";

    private TestingWorld world;
    private TestingCloud cloud;
    private TcpProxy network;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localMosquitto();
        cloud = world.cloudSimulator();
        network = world.networkTo(cloud);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void statusAndRegistration_areRetained_andOnAws() throws Exception {
        world.connectedGateway();
        MqttProbe later = world.probe();

        JsonNode registration = retained(later, MAPPER, "@type", "service");
        assertThat(registration.path("name").asText()).isEqualTo("tedge-mapper-aws");
        assertThat(registration.path("@parent").asText()).isEqualTo("device/main//");
        JsonNode status = retained(later, MAPPER_STATUS, "status", "up");
        assertThat(status.path("pid").asLong())
                .isEqualTo(ProcessHandle.current().pid());
        assertThat(status.path("time").isNumber()).isTrue();
        retained(later, BRIDGE_STATUS, "status", "up");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cloud.seen())
                        .extracting(TestingCloud.Seen::topic)
                        .contains(
                                "thinedge/robot-7/td/device:main:service:tedge-mapper-aws/status/health",
                                "thinedge/robot-7/td/device:main:service:tedge-mapper-bridge-aws/status/health"));
    }

    @Test
    void bridgeStatus_followsTheCloudLink_andSaysWhy() throws Exception {
        Gateway gateway = world.connectedGateway();
        MqttProbe local = world.probe();
        retained(local, BRIDGE_STATUS, "status", "up");

        network.refuse();
        network.cut();
        ReceivedMessage down = awaitStatus(local, "down", 0);
        ReceivedMessage refused = local.await(
                "the reason", m -> m.topic().equals(BRIDGE_STATUS) && m.text().contains("can't be reached"), PATIENCE);
        assertThat(json(refused).path("reason").asText()).contains("localhost", "aws.mqtt.port");
        network.accept();
        TestingWorld.awaitUp(gateway);

        awaitStatus(local, "up", down.order() + 1);
        assertThat(json(down).path("reason").asText()).contains("localhost");
    }

    @Test
    void check_isAnswered() throws Exception {
        world.connectedGateway();
        MqttProbe local = world.probe();
        retained(local, MAPPER_STATUS, "status", "up");

        int asked = local.messages().size();
        local.publish(MAPPER + "/cmd/health/check", "{}");
        local.await(
                "an answer to the check",
                message -> message.order() >= asked && message.topic().equals(MAPPER_STATUS),
                PATIENCE);
    }

    @Test
    void status_isDown_afterTheGatewayHasGone() throws Exception {
        Gateway gateway = world.connectedGateway();
        MqttProbe local = world.probe();
        retained(local, MAPPER_STATUS, "status", "up");

        gateway.close();

        local.await(
                "that the gateway is down",
                message ->
                        message.topic().equals(MAPPER_STATUS) && message.text().contains("\"down\""),
                PATIENCE);
        retained(world.probe(), MAPPER_STATUS, "status", "down");
    }

    private static ReceivedMessage awaitStatus(MqttProbe local, String status, int from) {
        return local.await(
                "bridge " + status,
                message -> message.order() >= from
                        && message.topic().equals(BRIDGE_STATUS)
                        && message.text().contains("\"status\":\"" + status + "\""),
                PATIENCE);
    }

    /** Waits until a retained message has this member; a client that comes later gets the same. */
    private static JsonNode retained(MqttProbe probe, String topic, String member, String value) throws Exception {
        ReceivedMessage message = probe.await(
                topic + " with " + member + " " + value,
                candidate -> candidate.topic().equals(topic) && hasMember(candidate, member, value),
                PATIENCE);
        return json(message);
    }

    private static boolean hasMember(ReceivedMessage message, String member, String value) {
        try {
            return message.retained() && json(message).path(member).asText().equals(value);
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static JsonNode json(ReceivedMessage message) throws JsonProcessingException {
        return new ObjectMapper().readTree(message.text());
    }
}
