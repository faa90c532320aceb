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
import org.junit.jupiter.api.Test;

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
        try (TestingCloud cloud = TestingCloud.permissive()) {
            TestingDevice device = cloud.device();
            device.client.connect(withWill("thinedge/robot-8/td/gone"));
            cloud.simulator().attach(PolicyDocument.standard());

            device.send(message("thinedge/robot-8/td/gone", MqttQos.AT_LEAST_ONCE, 0));

            assertThat(device.disconnectCode()).isEqualTo(0x87);
        }
    }

    @Test
    void will_isDropped_byPolicy_andDoesNotDisturbTheNewConnection() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            cloud.device().client.connect(withWill("thinedge/robot-8/td/gone"));
            cloud.simulator().attach(PolicyDocument.standard());

            TestingDevice second = cloud.device().connected();

            assertThat(cloud.refusedBy(AwsRule.POLICY)).contains("thinedge/robot-8/td/gone");
            second.publish(TELEMETRY, "alive");
            await().untilAsserted(() ->
                    assertThat(cloud.messages).extracting(CloudMessage::text).containsExactly("alive"));
            assertThat(cloud.simulator().connectedClients()).containsExactly(TestingCloud.THING);
        }
    }
}
