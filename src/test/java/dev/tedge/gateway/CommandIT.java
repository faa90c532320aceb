package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.tedge.mqttserver.MessageProperties;
import dev.tedge.mqttserver.MessageProperties.UserProperty;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.simulator.CloudMessage;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.process.MosquittoProcess;
import dev.tedge.testing.process.RequiresMosquitto;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands and their answers, with what MQTT 5 has for them. */
@RequiresMosquitto
class CommandIT {

    private static final String COMMAND = "thinedge/robot-7/cmd/light";

    private TestingWorld world;
    private MosquittoProcess local;
    private TestingCloud.Simulator cloud;
    private Gateway gateway;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        local = world.localMosquitto();
        cloud = world.cloudSimulator();
        world.networkTo(cloud);
        gateway = world.connectedGateway();
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void command_bringsItsProperties_andItsAnswerFindsTheWayBack() {
        TestingAnswerer device = world.begin(new TestingAnswerer(local.port()));

        send(
                "on",
                new MessageProperties(
                        Optional.of(Duration.ofMinutes(5)),
                        Optional.of(1),
                        Optional.of("text/plain"),
                        Optional.of("thinedge/robot-7/reply/light"),
                        Optional.of(Payload.of("42")),
                        List.of(new UserProperty("b", "1"), new UserProperty("a", "2"), new UserProperty("b", "3"))));

        CloudMessage answer = awaitOnAws("thinedge/robot-7/reply/light");
        assertThat(answer.text()).isEqualTo("on");
        assertThat(answer.properties().correlationData()).contains(Payload.of("42"));
        assertThat(device.commands()).singleElement().satisfies(command -> {
            assertThat(command.getTopic()).hasToString("aws/cmd/light");
            assertThat(command.getResponseTopic().orElseThrow()).hasToString("aws/reply/light");
            assertThat(command.getContentType().orElseThrow()).hasToString("text/plain");
            assertThat(command.getPayloadFormatIndicator()).isPresent();
            assertThat(command.getMessageExpiryInterval().orElseThrow()).isBetween(200L, 300L);
            assertThat(command.getUserProperties().asList())
                    .extracting(property -> property.getName() + "=" + property.getValue())
                    .containsExactly("b=1", "a=2", "b=3");
        });
    }

    @Test
    void request_ofADevice_isAnsweredOnItsCommandTopic() {
        TestingAnswerer device = world.begin(new TestingAnswerer(local.port()));
        publish(Mqtt5Publish.builder()
                .topic("aws/td/question")
                .responseTopic("aws/cmd/answer")
                .correlationData(new byte[] {7})
                .payload("?".getBytes(StandardCharsets.UTF_8))
                .build());

        MessageProperties asked = awaitOnAws("thinedge/robot-7/td/question").properties();
        assertThat(asked.responseTopic()).contains("thinedge/robot-7/cmd/answer");
        cloud.simulator()
                .publish(ServerMessage.of(asked.responseTopic().orElseThrow(), Payload.of("!"), 1)
                        .withProperties(MessageProperties.NONE.withCorrelationData(
                                asked.correlationData().orElseThrow())));

        await().until(() -> !device.commands().isEmpty());
        assertThat(device.commands().get(0).getCorrelationData().orElseThrow().get())
                .isEqualTo((byte) 7);
    }

    @Test
    void responseTopic_thatLeadsNowhere_isLeftOut_andSaidOnce() {
        MqttProbe probe = world.probe();
        TestingAnswerer device = world.begin(new TestingAnswerer(local.port()));

        send("1", respondTo("elsewhere/x"));
        send("2", respondTo("elsewhere/x"));
        send("3", respondTo("elsewhere/y"));

        await().until(() -> device.commands().size() == 3);
        assertThat(device.commands())
                .allSatisfy(command -> assertThat(command.getResponseTopic()).isEmpty());
        await().untilAsserted(() -> assertThat(probe.messages())
                .filteredOn(message -> message.topic().equals("te/errors"))
                .extracting(message -> message.text())
                .containsExactly(
                        "No route brings an answer to the response topic elsewhere/x: the message on " + COMMAND
                                + " goes on without it",
                        "No route brings an answer to the response topic elsewhere/y: the message on " + COMMAND
                                + " goes on without it"));
    }

    @Test
    void command_thatComesAgain_isDeliveredOnce_alsoAfterARestart() throws Exception {
        TestingAnswerer device = world.begin(new TestingAnswerer(local.port()));
        send("a", withId("1"));
        send("a", withId("1"));
        send("b", withId("2"));
        await().until(() -> device.commands().size() == 2);

        gateway.close();
        gateway = world.connectedGateway();
        send("a", withId("1"));
        send("c", MessageProperties.NONE);
        send("c", MessageProperties.NONE);

        await().until(() -> device.commands().size() == 4);
        assertThat(device.commands())
                .extracting(command -> new String(command.getPayloadAsBytes(), StandardCharsets.UTF_8))
                .containsExactly("a", "b", "c", "c");
    }

    @Test
    void command_thatComesAgainWhileTheFirstIsUnderWay_isDeliveredOnce() {
        TestingAnswerer device = world.begin(new TestingAnswerer(local.port()));
        local.stop();
        await().until(() -> !gateway.local().up());
        send("a", withId("1"));
        send("a", withId("1"));
        send("end", MessageProperties.NONE);

        local.start();

        await().until(() -> !device.commands().isEmpty()
                && new String(last(device).getPayloadAsBytes(), StandardCharsets.UTF_8).equals("end"));
        assertThat(device.commands()).hasSize(2);
    }

    @Test
    void expiredCommand_isNotDelivered_whenTheLocalBrokerComesLate() {
        MqttProbe probe = world.probe();
        TestingAnswerer device = world.begin(new TestingAnswerer(local.port()));
        local.stop();
        await().until(() -> !gateway.local().up());
        send("late", MessageProperties.NONE.withExpiry(Duration.ofSeconds(1)));
        send("patient", MessageProperties.NONE);
        awaitSecondsPassed(1);

        local.start();

        await().until(() -> !device.commands().isEmpty());
        assertThat(device.commands())
                .extracting(command -> new String(command.getPayloadAsBytes(), StandardCharsets.UTF_8))
                .containsExactly("patient");
        assertThat(probe.await("te/errors").text())
                .contains(COMMAND, "'aws/cmd/light' was not sent: its message expiry has passed");
    }

    @Test
    void messageThatExpiresInTheOutbox_isDropped_andCounted() throws Exception {
        cloud.stop();
        await().until(() -> !gateway.aws().up());
        publish(custom("late").messageExpiryInterval(1).build());
        publish(custom("patient")
                .messageExpiryInterval(600)
                .contentType("text/plain")
                .build());
        await().until(() -> counter("stored") >= 2);
        awaitSecondsPassed(1);

        cloud.start();

        CloudMessage arrived = awaitOnAws("thinedge/robot-7/td/x");
        assertThat(arrived.text()).isEqualTo("patient");
        assertThat(arrived.properties().contentType()).contains("text/plain");
        assertThat(arrived.properties().expiry().orElseThrow()).isLessThan(Duration.ofMinutes(10));
        assertThat(counter("dropped.message-expired")).isEqualTo(1);
    }

    private static com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder.Complete custom(String text) {
        return Mqtt5Publish.builder().topic("aws/td/x").payload(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Mqtt5Publish last(TestingAnswerer device) {
        return device.commands().get(device.commands().size() - 1);
    }

    /** What expires does so by the clock: nothing else tells. */
    private static void awaitSecondsPassed(int seconds) {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        await().until(() -> System.nanoTime() > end);
    }

    private long counter(String name) {
        return gateway.status().traffic().counters().getOrDefault(name, 0L);
    }

    private void send(String payload, MessageProperties properties) {
        cloud.simulator()
                .publish(ServerMessage.of(COMMAND, Payload.of(payload), 1).withProperties(properties));
    }

    private static MessageProperties respondTo(String topic) {
        return new MessageProperties(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(topic), Optional.empty(), List.of());
    }

    private static MessageProperties withId(String id) {
        return new MessageProperties(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(new UserProperty("id", id)));
    }

    private void publish(Mqtt5Publish message) {
        Mqtt5BlockingClient client = MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(local.port())
                .buildBlocking();
        client.connect();
        client.publish(message.extend()
                .qos(com.hivemq.client.mqtt.datatypes.MqttQos.AT_LEAST_ONCE)
                .build());
        client.disconnect();
    }

    private CloudMessage awaitOnAws(String topic) {
        await().atMost(Duration.ofSeconds(30)).until(() -> onAws(topic).isPresent());
        return onAws(topic).orElseThrow();
    }

    private Optional<CloudMessage> onAws(String topic) {
        return cloud.messages().stream()
                .filter(message -> message.topic().equals(topic))
                .findFirst();
    }
}
