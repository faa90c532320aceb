package dev.tedge.mqttserver;

import static dev.tedge.mqttserver.TestingMqttClient.connected;
import static dev.tedge.mqttserver.TestingMqttClient.properties;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is slower than the other side: windows, sizes, back-pressure. */
class FlowControlIT {

    private MqttServer server;
    private TestingMqttClient publisher;
    private TestingMqttClient subscriber;

    @BeforeEach
    void start() throws IOException {
        MqttServerLimits limits = MqttServerLimits.DEFAULTS.withQueues(
                new MqttServerLimits.Queues(1_000, 20_000_000, 10, 10, 100_000_000));
        server = start(limits);
        publisher = connected(server, "publisher");
        subscriber = connected(server, "subscriber");
    }

    @AfterEach
    void stop() {
        publisher.close();
        subscriber.close();
        server.close();
    }

    @Test
    void receiveMaximum_isNeverExceeded_butUsedUp() {
        TestingMqttClient slow = new TestingMqttClient(server.port());
        slow.connect("slow", connect -> connect.properties(properties(MqttProperties.RECEIVE_MAXIMUM, 3)));
        slow.subscribe("a", 1);
        for (int i = 0; i < 10; i++) {
            publisher.publishAndWait("a", String.valueOf(i), false);
        }
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            open.add(slow.nextPublish().variableHeader().packetId());
        }
        slow.expectNothing();
        slow.reply(MqttMessageType.PUBACK, open.get(0));
        assertThat(slow.nextMessage()).isEqualTo("a=3");
        slow.expectNothing();
        slow.close();
    }

    @Test
    void maximumPacketSizeOfClient_isRespected_toTheByte() {
        TestingMqttClient small = new TestingMqttClient(server.port());
        small.connect("small", connect -> connect.properties(properties(MqttProperties.MAXIMUM_PACKET_SIZE, 100)));
        small.subscribe("a", 0);
        // Fixed header 2, topic 3, properties 1.
        publisher.publish("a", "x".repeat(94), 0);
        publisher.publish("a", "y".repeat(95), 0);
        publisher.publish("a", "z", 0);

        assertThat(small.nextMessage()).isEqualTo("a=" + "x".repeat(94));
        assertThat(small.nextMessage()).isEqualTo("a=z");
        small.close();
    }

    @Test
    void slowReader_delaysNobody_andLosesNoQos1() {
        subscriber.subscribe("big", 1);
        subscriber.reading(false);
        TestingMqttClient quick = connected(server, "quick");
        quick.subscribe("big", 0);
        String payload = "x".repeat(100_000);
        for (int i = 0; i < 100; i++) {
            publisher.publishAndWait("big", payload, false);
            quick.nextPublish();
        }
        subscriber.reading(true);
        for (int i = 0; i < 100; i++) {
            subscriber.nextPublish();
        }
        assertThat(server.droppedMessages()).isZero();
        quick.close();
    }

    @Test
    void slowReader_losesQos0_beyondTheBound() {
        subscriber.subscribe("big", 0);
        subscriber.reading(false);
        String payload = "x".repeat(1_000_000);
        // Half of the bound, and what the sockets take.
        await().until(() -> {
            publisher.publish("big", payload, 0);
            return server.droppedMessages() > 0;
        });
        subscriber.reading(true);
        assertThat(TestingMqttClient.text(subscriber.nextPublish())).hasSize(1_000_000);
    }

    @Test
    void clientThatDoesNotRead_isNotReadFrom() {
        String payload = "x".repeat(1_000_000);
        subscriber.subscribe("own", 0);
        subscriber.reading(false);
        // Six times what the queue takes: read all at once, most of it would be dropped.
        for (int i = 1; i <= 60; i++) {
            subscriber.sendLater(
                    TestingMqttClient.publishPacket("own", payload, 1, false, i, MqttProperties.NO_PROPERTIES, false));
        }
        // Many turns of the server's loop, in each of which it could have read on.
        for (int i = 0; i < 300; i++) {
            publisher.expectNothing();
        }
        subscriber.reading(true);
        for (int messages = 0; messages < 60; ) {
            messages += subscriber.nextAny().fixedHeader().messageType() == MqttMessageType.PUBLISH ? 1 : 0;
        }
        assertThat(server.droppedMessages()).isZero();
    }

    @Test
    void unacknowledged_countAsWaiting_untilTheyAreAcknowledged() throws IOException {
        MqttServerLimits.Queues little = new MqttServerLimits.Queues(1_000, 25_000, 10, 10, 1_000_000);
        try (MqttServer small = start(MqttServerLimits.DEFAULTS.withQueues(little))) {
            TestingMqttClient lazy = connected(small, "lazy");
            TestingMqttClient source = connected(small, "source");
            lazy.subscribe("a", 1);
            for (int i = 0; i < 4; i++) {
                source.publishAndWait("a", "x".repeat(10_000), false);
            }
            int firstId = lazy.nextPublish().variableHeader().packetId();
            lazy.nextPublish();
            lazy.expectNothing();
            assertThat(small.droppedMessages()).isEqualTo(2);
            lazy.reply(MqttMessageType.PUBACK, firstId);
            lazy.expectNothing();
            source.publishAndWait("a", "there is room again", false);
            assertThat(lazy.nextMessage()).isEqualTo("a=there is room again");
        }
    }

    @Test
    void sendMaximumOfServer_holds_forClientsThatSetNone() throws IOException {
        MqttServerLimits.Packets two = new MqttServerLimits.Packets(2, 10_000, 100, 2, 0);
        try (MqttServer strict = start(MqttServerLimits.DEFAULTS.withPackets(two))) {
            TestingMqttClient lazy = connected(strict, "lazy");
            TestingMqttClient source = connected(strict, "source");
            lazy.subscribe("a", 1);
            for (int i = 1; i <= 3; i++) {
                source.publishAndWait("a", String.valueOf(i), false);
            }
            assertThat(lazy.nextMessage()).isEqualTo("a=1");
            int secondId = lazy.nextPublish().variableHeader().packetId();
            lazy.expectNothing();
            lazy.reply(MqttMessageType.PUBACK, secondId);
            assertThat(lazy.nextMessage()).isEqualTo("a=3");
        }
    }

    @Test
    void memory_isSharedByRetainedAndWaiting() throws IOException {
        MqttServerLimits.Queues little = new MqttServerLimits.Queues(1_000, 50_000, 100, 10, 30_000);
        try (MqttServer small = start(MqttServerLimits.DEFAULTS.withQueues(little))) {
            TestingMqttClient source = connected(small, "source");
            TestingMqttClient lazy = connected(small, "lazy");
            String payload = "x".repeat(10_000);
            assertThat(source.publishAndWait("r/1", payload, true)).isLessThan(0x80);
            assertThat(source.publishAndWait("r/2", payload, true)).isLessThan(0x80);
            assertThat(source.publishAndWait("r/3", payload, true)).isEqualTo(ReasonCode.QUOTA_EXCEEDED);
            assertThat(source.publishAndWait("r/2", payload, true)).isLessThan(0x80);
            lazy.subscribe("a", 1);
            source.publishAndWait("a", payload, false);
            assertThat(small.droppedMessages()).isEqualTo(1);
            source.publishAndWait("r/1", "", true);
            source.publishAndWait("a", payload, false);
            assertThat(lazy.nextMessage()).isEqualTo("a=" + payload);
            assertThat(small.droppedMessages()).isEqualTo(1);
        }
    }

    private static MqttServer start(MqttServerLimits limits) throws IOException {
        return MqttServer.start(MqttServerConfig.defaults().withLimits(limits), MqttServerHooks.ALLOW_ALL);
    }
}
