package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.tedge.mqttserver.MessageProperties.UserProperty;
import dev.tedge.simulator.policy.PolicyDocument;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a device may publish. */
class SimulatorPublishIT {

    private static final String TELEMETRY = "thinedge/robot-7/td/device:main/m/environment";

    private static Mqtt5Publish message(String topic, MqttQos qos, int payloadBytes) {
        return Mqtt5Publish.builder()
                .topic(topic)
                .qos(qos)
                .payload(new byte[payloadBytes])
                .build();
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                Arguments.of("another device's topic", AwsRule.POLICY, "thinedge/robot-8/td/x", 0, 0x87),
                Arguments.of("a topic of no statement", AwsRule.POLICY, "a/b", 0, 0x87),
                Arguments.of("8 slashes", AwsRule.TOPIC_SLASHES, "thinedge/robot-7/td/3/4/5/6/7/8", 0, 0x90),
                Arguments.of("257 bytes", AwsRule.TOPIC_LENGTH, "thinedge/robot-7/td/" + "x".repeat(237), 0, 0x90),
                Arguments.of(
                        "a shadow answer", AwsRule.RESERVED_TOPIC, "$aws/things/robot-7/shadow/update/delta", 0, 0x90),
                Arguments.of("128 KiB and a byte", AwsRule.PAYLOAD_SIZE, TELEMETRY, 131_073, 0x97));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violations")
    void violation_isAnsweredInPuback_andEndsTheConnection(
            String reason, AwsRule rule, String topic, int payloadBytes, int code) throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice device = cloud.device().connected();

            assertThatThrownBy(() -> device.client.publish(message(topic, MqttQos.AT_LEAST_ONCE, payloadBytes)))
                    .as(reason)
                    .isInstanceOfSatisfying(
                            Mqtt5PubAckException.class,
                            refused -> assertThat(refused.getMqttMessage()
                                            .getReasonCode()
                                            .getCode())
                                    .isEqualTo(code));
            assertThat(device.disconnectCode()).isEqualTo(code);
            assertThat(cloud.refusedBy(rule)).contains(topic);
            assertThat(cloud.messages).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violations")
    void violation_endsTheConnection_withQos0(String reason, AwsRule rule, String topic, int payloadBytes, int code)
            throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice device = cloud.device().connected();

            device.send(message(topic, MqttQos.AT_MOST_ONCE, payloadBytes));

            assertThat(device.disconnectCode()).as(reason).isEqualTo(code);
            assertThat(cloud.refusedBy(rule)).contains(topic);
            assertThat(cloud.messages).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violations")
    void violation_cutsA311Connection_withoutAnswer(
            String reason, AwsRule rule, String topic, int payloadBytes, int code) throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Mqtt3BlockingClient device = cloud.deviceOf311(ended);
            device.connect();

            CompletableFuture<?> answer = device.toAsync()
                    .publishWith()
                    .topic(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(new byte[payloadBytes])
                    .send();

            assertThat(ended.get(10, TimeUnit.SECONDS)).as(reason).isNotNull();
            assertThat(answer).failsWithin(10, TimeUnit.SECONDS);
            assertThat(cloud.refusedBy(rule)).contains(topic);
            assertThat(cloud.messages).isEmpty();
        }
    }

    @Test
    void message_arrivesAsItWasSent() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice device = cloud.device().connected();

            device.client.publish(Mqtt5Publish.builder()
                    .topic(TELEMETRY)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload("{\"temperature\":21.3}".getBytes(StandardCharsets.UTF_8))
                    .contentType("application/json")
                    .userProperties()
                    .add("origin", "sensor")
                    .applyUserProperties()
                    .build());

            await().untilAsserted(() -> assertThat(cloud.messages).hasSize(1));
            CloudMessage message = cloud.messages.get(0);
            assertThat(message.clientId()).isEqualTo(TestingCloud.THING);
            assertThat(message.topic()).isEqualTo(TELEMETRY);
            assertThat(message.text()).isEqualTo("{\"temperature\":21.3}");
            assertThat(message.properties().contentType()).contains("application/json");
            assertThat(message.properties().userProperties()).containsExactly(new UserProperty("origin", "sensor"));
        }
    }

    @Test
    void message_arrivesFromA311Device_withBothQos() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            Mqtt3BlockingClient device = cloud.deviceOf311(new CompletableFuture<>());
            device.connect();

            for (MqttQos qos : new MqttQos[] {MqttQos.AT_MOST_ONCE, MqttQos.AT_LEAST_ONCE}) {
                device.publishWith().topic(TELEMETRY).qos(qos).send();
            }

            await().untilAsserted(() -> assertThat(cloud.messages)
                    .extracting(message -> message.message().qos())
                    .containsExactly(0, 1));
        }
    }

    @Test
    void payload_mayBe128KiB() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice device = cloud.device().connected();

            device.client.publish(message(TELEMETRY, MqttQos.AT_LEAST_ONCE, 131_072));

            await().untilAsserted(() -> assertThat(cloud.messages).hasSize(1));
            assertThat(cloud.messages.get(0).payload().size()).isEqualTo(131_072);
        }
    }

    @Test
    void retain_needsItsOwnRight() throws Exception {
        Mqtt5Publish retained = Mqtt5Publish.builder()
                .topic(TELEMETRY)
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .build();
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice device = cloud.device().connected();

            assertThatThrownBy(() -> device.client.publish(retained)).isInstanceOf(Mqtt5PubAckException.class);
            assertThat(device.disconnectCode()).isEqualTo(0x87);
            assertThat(cloud.refusedBy(AwsRule.POLICY)).contains("iot:RetainPublish on topic/" + TELEMETRY);

            cloud.simulator().attach(TestingCloud.ALL);
            cloud.device().connected().client.publish(retained);

            await().untilAsserted(() -> assertThat(cloud.messages).hasSize(1));
        }
    }

    @Test
    void policy_holdsForOpenConnections_whenAnotherIsAttached() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            TestingDevice device = cloud.device().connected();
            device.publish("a/b", "allowed");

            cloud.simulator().attach(PolicyDocument.standard());

            assertThatThrownBy(() -> device.publish("a/b", "denied")).isInstanceOf(Mqtt5PubAckException.class);
            await().untilAsserted(() ->
                    assertThat(cloud.messages).extracting(CloudMessage::text).containsExactly("allowed"));
        }
    }

    private static Mqtt5Connect withWill(String topic) {
        return Mqtt5Connect.builder()
                .willPublish()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .applyWillPublish()
                .build();
    }

    @Test
    void will_isPublished_whenAViolationEndsTheConnection() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice device = cloud.device();
            device.client.connect(withWill("thinedge/robot-7/td/gone"));

            device.send(message("a/b", MqttQos.AT_MOST_ONCE, 0));

            await().untilAsserted(() -> assertThat(cloud.messages)
                    .extracting(CloudMessage::topic)
                    .containsExactly("thinedge/robot-7/td/gone"));
        }
    }

    @Test
    void violation_endsTheConnection_alsoWhenItIsEqualToTheWill() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice device = cloud.device();
            device.client.connect(withWill("thinedge/robot-8/td/gone"));

            device.send(message("thinedge/robot-8/td/gone", MqttQos.AT_LEAST_ONCE, 0));

            assertThat(device.disconnectCode()).isEqualTo(0x87);
        }
    }

    @Test
    void will_isDropped_byPolicy_andDoesNotDisturbTheNewConnection() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            cloud.device().client.connect(withWill("thinedge/robot-8/td/gone"));

            TestingDevice second = cloud.device().connected();

            assertThat(cloud.refusedBy(AwsRule.POLICY)).contains("thinedge/robot-8/td/gone");
            second.publish(TELEMETRY, "alive");
            await().untilAsserted(() ->
                    assertThat(cloud.messages).extracting(CloudMessage::text).containsExactly("alive"));
            assertThat(cloud.simulator().connectedClients()).containsExactly(TestingCloud.THING);
        }
    }
}
