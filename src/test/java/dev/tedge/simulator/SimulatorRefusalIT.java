package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.tedge.simulator.refusal.Refusal;
import dev.tedge.simulator.refusal.ScriptedAnswer;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which a device is told no. */
class SimulatorRefusalIT {

    private static final String DENIED = "thinedge/robot-8/td/x";
    private static final String ALLOWED = "thinedge/robot-7/td/x";

    private static TestingCloud refusing(Refusal refusal) throws IOException {
        return TestingCloud.with(builder -> builder.unauthorized(refusal));
    }

    @Test
    void deniedMessage_isAnswered_andTheConnectionStays() throws Exception {
        try (TestingCloud cloud = refusing(Refusal.ANSWER)) {
            TestingDevice device = cloud.device().connected();

            assertThat(device.puback(DENIED, "no")).isEqualTo(0x87);
            assertThat(device.puback(ALLOWED, "yes")).isZero();
            cloud.simulator().attach(TestingCloud.ALL);
            assertThat(device.puback(DENIED, "now")).isZero();

            await().untilAsserted(() ->
                    assertThat(cloud.messages).extracting(CloudMessage::text).containsExactly("yes", "now"));
            assertThat(cloud.simulator().counters().disconnects()).isEmpty();
        }
    }

    @Test
    void deniedMessage_endsTheConnection_whenThereIsNoAnswerToIt() throws Exception {
        try (TestingCloud cloud = refusing(Refusal.ANSWER)) {
            TestingDevice device = cloud.device().connected();

            device.send(Mqtt5Publish.builder()
                    .topic(DENIED)
                    .qos(MqttQos.AT_MOST_ONCE)
                    .build());

            assertThat(device.disconnectCode()).isEqualTo(0x87);
        }
        try (TestingCloud cloud = refusing(Refusal.ANSWER);
                TestingWire device = new TestingWire(cloud, TestingWire.CONNECT_311)) {
            device.send("32 05 00 01 61 00 01");

            assertThat(device.next()).isEmpty();
        }
    }

    @Test
    void deniedMessage_isNotAnswered_whenDisconnectIsAskedFor() throws Exception {
        try (TestingCloud cloud = refusing(Refusal.DISCONNECT)) {
            TestingDevice device = cloud.device().connected();

            assertThatThrownBy(() -> device.publish(DENIED, "no")).isNotInstanceOf(Mqtt5PubAckException.class);

            assertThat(device.disconnectCode()).isEqualTo(0x87);
            assertThat(cloud.simulator().counters().disconnects()).isEqualTo(Map.of(0x87, 1L));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x83, 0x90, 0x91, 0x97})
    void scriptedAnswer_isGiven_untilItIsUsedUp(int code) throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice device = cloud.device().connected();
            cloud.simulator()
                    .answer("thinedge/+/td/x", ScriptedAnswer.puback(code).times(2));

            assertThat(device.puback("thinedge/robot-7/td/y", "1")).isZero();
            assertThat(device.puback(ALLOWED, "2")).isEqualTo(code);
            assertThat(device.puback(ALLOWED, "3")).isEqualTo(code);
            assertThat(device.puback(ALLOWED, "4")).isZero();

            await().untilAsserted(() ->
                    assertThat(cloud.messages).extracting(CloudMessage::text).containsExactly("1", "4"));
        }
    }

    @Test
    void scriptedEnd_closesWithoutAWord_untilItIsTakenBack() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            cloud.simulator().answer(ALLOWED, ScriptedAnswer.hangUp());
            TestingDevice device = cloud.device().connected();

            assertThatThrownBy(() -> device.publish(ALLOWED, "lost")).isNotInstanceOf(Mqtt5PubAckException.class);
            assertThat(device.ending()).isInstanceOf(ConnectionClosedException.class);
            cloud.simulator().answerAsUsual();
            assertThat(cloud.device().connected().puback(ALLOWED, "kept")).isZero();

            await().untilAsserted(() ->
                    assertThat(cloud.messages).extracting(CloudMessage::text).containsExactly("kept"));
            assertThat(cloud.simulator().counters().hangUps()).isEqualTo(1);
            assertThat(cloud.simulator().counters().disconnects()).isEmpty();
        }
    }
}
