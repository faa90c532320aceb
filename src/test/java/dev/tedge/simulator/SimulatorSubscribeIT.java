package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import dev.tedge.simulator.policy.PolicyDocument;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a device may subscribe to, and what it is sent. */
class SimulatorSubscribeIT {

    private static Mqtt5Subscription filter(int number) {
        return Mqtt5Subscription.builder()
                .topicFilter("f/" + number)
                .qos(MqttQos.AT_LEAST_ONCE)
                .build();
    }

    private static Mqtt5Subscribe filters(int from, int count) {
        return Mqtt5Subscribe.builder()
                .addSubscriptions(IntStream.range(from, from + count).mapToObj(SimulatorSubscribeIT::filter))
                .build();
    }

    @Test
    void connection_has50Subscriptions_andNoMore() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            TestingDevice device = cloud.device().connected();
            for (int from = 0; from < 48; from += 8) {
                device.client.subscribe(filters(from, 8));
            }
            device.client.subscribe(filters(48, 2));

            assertThatThrownBy(() -> device.client.subscribe(filters(50, 1)))
                    .isInstanceOfSatisfying(
                            Mqtt5SubAckException.class,
                            refused -> assertThat(refused.getMqttMessage()
                                            .getReasonCodes()
                                            .get(0)
                                            .getCode())
                                    .isEqualTo(0x97));
            assertThat(cloud.refusedBy(AwsRule.QUOTA)).contains("'f/50'");
            assertThat(cloud.simulator().connections()).isOne();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "thinedge/robot-7/cmd/#, thinedge/robot-7/cmd/reboot",
        "$aws/things/robot-7/shadow/#, $aws/things/robot-7/shadow/update/delta",
        "thinedge/devices/robot-7/test-connection, thinedge/devices/robot-7/test-connection"
    })
    void device_isSentWhatTheCloudPublishes(String filter, String topic) throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice device = cloud.device().connected();
            device.subscribe(filter);

            cloud.simulator().publish(topic, "{}");

            assertThat(device.next()).isEqualTo("[" + topic + "] {}");
            assertThat(cloud.messages).isEmpty();
        }
    }

    @Test
    void device_hearsItsOwnShadowRequests() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice device = cloud.device().connected();
            device.subscribe("$aws/things/robot-7/shadow/#");

            device.publish("$aws/things/robot-7/shadow/get", "");

            assertThat(device.next()).isEqualTo("[$aws/things/robot-7/shadow/get] ");
        }
    }

    @Test
    void multiLevelWildcard_doesNotMatchItsParent() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice device = cloud.device().connected();
            device.subscribe("thinedge/robot-7/cmd/#");

            cloud.simulator().publish("thinedge/robot-7/cmd", "parent");
            cloud.simulator().publish("thinedge/robot-7/cmd/", "child without a name");

            assertThat(device.next()).isEqualTo("[thinedge/robot-7/cmd/] child without a name");
        }
    }

    @Test
    void rootWildcard_doesNotMatchReservedTopics() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            TestingDevice device = cloud.device().connected();
            device.subscribe("#");

            cloud.simulator().publish("$aws/things/robot-7/shadow/update/delta", "reserved");
            cloud.simulator().publish("a", "plain");

            assertThat(device.next()).isEqualTo("[a] plain");
        }
    }

    @Test
    void delivery_isLeftOut_whenThePolicyDoesNotLetTheDeviceReceive() throws Exception {
        PolicyDocument policy = PolicyDocument.parse("""
                {"Version": "2012-10-17", "Statement": [
                 {"Effect": "Allow", "Action": ["iot:Connect", "iot:Subscribe"], "Resource": "*"},
                 {"Effect": "Allow", "Action": "iot:Receive", "Resource": "arn:aws:iot:r:1:topic/a/open"}]}
                """);
        try (TestingCloud cloud = TestingCloud.with(settings -> settings.policy(policy))) {
            TestingDevice device = cloud.device().connected();
            device.subscribe("a/#");

            cloud.simulator().publish("a/secret", "1");
            cloud.simulator().publish("a/open", "2");

            assertThat(device.next()).isEqualTo("[a/open] 2");
            assertThat(cloud.refusedBy(AwsRule.POLICY)).contains("iot:Receive on topic/a/secret");
            assertThat(cloud.simulator().connections()).isOne();
        }
    }

    @Test
    void retainedMessage_goesToItsExactFilterOnly() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            TestingDevice device = cloud.device().connected();
            device.client.publish(Mqtt5Publish.builder()
                    .topic("r/1")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .retain(true)
                    .payload("kept".getBytes(StandardCharsets.UTF_8))
                    .build());

            device.subscribe("r/+");
            device.subscribe("r/#");
            device.subscribe("r/1");

            assertThat(device.next()).isEqualTo("[r/1] kept");
            cloud.simulator().publish("r/2", "live");
            // Two wildcard subscriptions match, so it may come twice, but nothing else comes before it.
            assertThat(device.next()).isEqualTo("[r/2] live");
        }
    }
}
