package dev.tedge.mqttserver.conformance;

import static dev.tedge.mqttserver.conformance.Raw.NO_PROPERTIES;
import static dev.tedge.mqttserver.conformance.Raw.session;
import static dev.tedge.mqttserver.conformance.Raw.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** MQTT 5, 3.3.1.3: retained messages. */
class RetainIT {

    private static final int SEND_IF_NEW = 0x10;
    private static final int DO_NOT_SEND = 0x20;
    private static final int RETAIN_AS_PUBLISHED = 0x08;

    @RegisterExtension
    final TestingServer server = new TestingServer();

    private RawClient publisher;

    @BeforeEach
    void connect() {
        publisher = server.connected("p");
    }

    private void retain(String topic, String payload) {
        publisher.published(1, topic, NO_PROPERTIES, payload);
    }

    @Test
    @DisplayName("[MQTT-3.3.1-5] A retained message takes the place of the one before")
    void retained_replaces() {
        retain("a", "first");
        retain("a", "second");

        RawClient client = server.connected("c").subscribed("a", 1);
        assertThat(client.nextPublish().text()).isEqualTo("a=second");
        client.expectNothing();
    }

    @Test
    @DisplayName("[MQTT-3.3.1-6] [MQTT-3.3.1-7] An empty retained message goes to subscribers and removes")
    void emptyRetained_removes() {
        retain("a", "first");
        RawClient present = server.connected("present").subscribed("a", DO_NOT_SEND);

        retain("a", "");

        assertThat(present.nextPublish().text()).isEqualTo("a=");
        server.connected("c").subscribed("a", 1).expectNothing();
    }

    @Test
    @DisplayName("[MQTT-3.3.1-8] A message without RETAIN leaves the retained one as it is")
    void otherMessage_leavesRetained() {
        publisher.published("b", "not kept");
        retain("a", "kept");
        publisher.published("a", "not kept").published("a", "");

        RawClient client = server.connected("c").subscribed("#", 1);
        assertThat(client.nextPublish().text()).isEqualTo("a=kept");
        client.expectNothing();
    }

    @Test
    @DisplayName("[MQTT-3.3.1-9] Retain Handling 0 sends retained messages at each SUBSCRIBE")
    void handling0_sends() {
        retain("a", "kept");
        RawClient client = server.connected("c");

        for (int i = 0; i < 2; i++) {
            client.subscribed("a", 1);
            Packet.Publish publish = client.nextPublish();
            assertThat(publish.retain()).isTrue();
            assertThat(publish.text()).isEqualTo("a=kept");
        }
    }

    @Test
    @DisplayName("[MQTT-3.3.1-10] Retain Handling 1 sends retained messages to a new subscription only")
    void handling1_sendsOnce() {
        retain("a", "kept");
        RawClient client = server.connected("c").subscribed("a", SEND_IF_NEW);
        assertThat(client.nextPublish().text()).isEqualTo("a=kept");

        client.subscribed("a", SEND_IF_NEW);

        client.expectNothing();
    }

    @Test
    @DisplayName("[MQTT-3.3.1-11] Retain Handling 2 sends no retained messages")
    void handling2_doesNotSend() {
        retain("a", "kept");

        server.connected("c").subscribed("a", DO_NOT_SEND).expectNothing();
    }

    @Test
    @DisplayName("[MQTT-3.3.1-12] Without Retain As Published RETAIN is 0")
    void retain_isCleared() {
        RawClient client = server.connected("c").subscribed("a", 1);

        retain("a", "x");

        assertThat(client.nextPublish().retain()).isFalse();
    }

    @Test
    @DisplayName("[MQTT-3.3.1-13] With Retain As Published RETAIN is as it came")
    void retain_isPassedOn() {
        RawClient client = server.connected("c").subscribed("a", RETAIN_AS_PUBLISHED);

        retain("a", "x");
        publisher.published("a", "y");

        assertThat(client.nextPublish().retain()).isTrue();
        assertThat(client.nextPublish().retain()).isFalse();
    }

    @Test
    @DisplayName("[MQTT-3.8.4-3] [MQTT-3.8.4-4] A second subscription to a filter replaces the first, and nothing"
            + " is lost")
    void subscription_isReplaced() {
        retain("a", "kept");
        RawClient client = server.connected(session("c")).subscribed("a", 1);
        assertThat(client.nextPublish().qos()).isEqualTo(1);
        publisher.published("a", "on its way");

        client.send(subscribe(2, "a", 0));

        assertThat(client.nextPublish().text()).isEqualTo("a=on its way");
        assertThat(client.nextHex()).isEqualTo("900400020000");
        assertThat(client.nextPublish().text()).isEqualTo("a=kept");
        publisher.published("a", "one copy");
        assertThat(client.nextPublish().first()).isEqualTo(0x30);
        client.expectNothing();
    }
}
