package dev.tedge.mqttserver.conformance;

import static dev.tedge.mqttserver.conformance.Raw.NO_PROPERTIES;
import static dev.tedge.mqttserver.conformance.Raw.connect;
import static dev.tedge.mqttserver.conformance.Raw.join;
import static dev.tedge.mqttserver.conformance.Raw.packet;
import static dev.tedge.mqttserver.conformance.Raw.properties;
import static dev.tedge.mqttserver.conformance.Raw.publish;
import static dev.tedge.mqttserver.conformance.Raw.u16;
import static dev.tedge.mqttserver.conformance.Raw.u32;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 5, 3.1.2.5 and 3.1.3: wills. */
class WillIT {

    @RegisterExtension
    final TestingServer server = new TestingServer();

    private RawClient watcher;

    @BeforeEach
    void watch() {
        watcher = server.connected("watcher").subscribed("will", 2);
    }

    private static byte[] will(int flags, byte[] connectProperties, byte[] willProperties) {
        return connect(0x04 | flags, connectProperties, "c", willProperties, "will", "gone");
    }

    private static byte[] delayed(int seconds) {
        return will(0, properties(0x11, u32(60)), properties(0x18, u32(seconds)));
    }

    @Test
    @DisplayName("[MQTT-3.1.2-7] [MQTT-3.1.2-8] A will is kept, and published when the connection is closed")
    void will_isPublished() {
        RawClient client = server.connected(will(2, NO_PROPERTIES, NO_PROPERTIES));
        watcher.expectNothing();

        client.close();

        assertThat(watcher.nextPublish().text()).isEqualTo("will=gone");
    }

    @Test
    @DisplayName("[MQTT-3.1.2-8] A will with delay is published after it")
    void delayedWill_isPublished() {
        server.connected(delayed(1)).close();

        assertThat(watcher.nextPublish().text()).isEqualTo("will=gone");
    }

    @Test
    @DisplayName("[MQTT-3.1.2-10] [MQTT-3.14.4-3] A will is removed by DISCONNECT with 0x00")
    void will_isRemoved_byDisconnect() {
        server.connected(will(2, NO_PROPERTIES, NO_PROPERTIES))
                .send(Raw.DISCONNECT)
                .expectClosed();

        watcher.expectNothing();
    }

    @Test
    @DisplayName("[MQTT-3.1.2-10] A will is removed once it is published")
    void will_isPublishedOnce() {
        server.connected(will(0, properties(0x11, u32(60)), NO_PROPERTIES)).close();
        assertThat(watcher.nextPublish().text()).isEqualTo("will=gone");

        server.connected(Raw.session("c")).close();
        server.connected(connect("c"));

        watcher.expectNothing();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x08, 0x10, 0x18})
    @DisplayName("[MQTT-3.1.2-11] Without will there is no QoS of it")
    void qosWithoutWill_isMalformed(int flags) {
        server.client().send(connect(2 | flags, NO_PROPERTIES, "c")).expectRefused(0x81);
    }

    @Test
    @DisplayName("[MQTT-3.1.2-12] A will has QoS 0, 1 or 2")
    void qos_isUpTo2() {
        for (int qos = 0; qos <= 2; qos++) {
            server.connected(will(2 | qos << 3, NO_PROPERTIES, NO_PROPERTIES)).close();
            assertThat(watcher.nextPublish().qos()).isEqualTo(qos);
        }
        server.client().send(will(2 | 3 << 3, NO_PROPERTIES, NO_PROPERTIES)).expectRefused(0x81);
    }

    @Test
    @DisplayName("[MQTT-3.1.2-13] Without will there is no flag to retain it")
    void retainWithoutWill_isMalformed() {
        server.client().send(connect(0x22, NO_PROPERTIES, "c")).expectRefused(0x81);
    }

    @Test
    @DisplayName("[MQTT-3.1.2-14] A will is not retained without its flag")
    void will_isNotRetained() {
        server.connected(will(2, NO_PROPERTIES, NO_PROPERTIES)).close();
        watcher.nextPublish();

        server.connected("late").subscribed("will", 0).expectNothing();
    }

    @Test
    @DisplayName("[MQTT-3.1.2-15] A will is retained with its flag")
    void will_isRetained() {
        server.connected(will(0x22, NO_PROPERTIES, NO_PROPERTIES)).close();
        watcher.nextPublish();

        RawClient late = server.connected("late").subscribed("will", 0);
        assertThat(late.nextPublish().retain()).isTrue();
    }

    @Test
    @DisplayName("[MQTT-3.1.3-9] A will is not published when the client comes back within the delay")
    void delayedWill_isForgotten() {
        server.connected(delayed(1)).close();
        server.connected(Raw.session("c"));

        // The other will has the same delay and begins later.
        server.connected(connect(0x04, properties(0x11, u32(60)), "other", properties(0x18, u32(1)), "will", "later"))
                .close();
        assertThat(watcher.nextPublish().text()).isEqualTo("will=later");
    }

    @Test
    @DisplayName("[MQTT-3.1.3-10] User properties of a will keep their order")
    void userProperties_keepTheirOrder() {
        byte[] pairs = properties(0x26, "b", "1", 0x26, "a", "2", 0x26, "b", "3");
        server.connected(will(2, NO_PROPERTIES, pairs)).close();

        assertThat(watcher.nextPublish().properties())
                .containsExactly("26:0001620001" + "31", "26:0001610001" + "32", "26:0001620001" + "33");
    }

    @Test
    @DisplayName("[MQTT-3.1.2-9] The fields of the will are there with its flag")
    void willWithoutFields_isMalformed() {
        server.client().send(connect(0x06, NO_PROPERTIES, "c")).expectNotAccepted(0x81);
        server.client().send(connect(0x06, NO_PROPERTIES, "c", NO_PROPERTIES)).expectNotAccepted(0x81);
        server.client()
                .send(connect(0x06, NO_PROPERTIES, "c", NO_PROPERTIES, "will"))
                .expectNotAccepted(0x81);
    }

    @Test
    @DisplayName("[MQTT-3.1.2-8] A will is published on every end but DISCONNECT with 0x00")
    void will_isPublished_onEveryOtherEnd() {
        byte[] keepAlive1 = packet(0x10, "MQTT", 5, 6, u16(1), NO_PROPERTIES, join("c", NO_PROPERTIES, "will", "gone"));
        server.connected(keepAlive1).expectDisconnect(0x8D);
        assertThat(watcher.nextPublish().text()).isEqualTo("will=gone");

        byte[] connect = will(2, NO_PROPERTIES, NO_PROPERTIES);
        server.connected(connect).send(packet(0xE0, 4)).expectClosed();
        assertThat(watcher.nextPublish().text()).isEqualTo("will=gone");

        server.connected(connect).send(publish(3, "a", 1, "")).expectDisconnect(0x81);
        assertThat(watcher.nextPublish().text()).isEqualTo("will=gone");

        RawClient first = server.connected(connect);
        server.connected(connect("c"));
        first.expectDisconnect(0x8E);
        assertThat(watcher.nextPublish().text()).isEqualTo("will=gone");
    }
}
