package dev.tedge.mqttserver;

import static dev.tedge.mqttserver.TestingMqttClient.connected;
import static dev.tedge.mqttserver.TestingMqttClient.number;
import static dev.tedge.mqttserver.TestingMqttClient.properties;
import static dev.tedge.mqttserver.TestingMqttClient.publishPacket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients may not do, what they are told, and how a connection ends. */
class ProtocolIT {

    private static final MqttServerLimits LIMITS = MqttServerLimits.DEFAULTS
            .withPackets(new MqttServerLimits.Packets(1, 1_000, 3, 1_000, 2))
            .withMaximumConnections(3)
            .withKeepAlive(new MqttServerLimits.KeepAlive(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10)));
    private static final MqttServerQuirks QUIRKS = new MqttServerQuirks(
            new MqttServerQuirks.Subscriptions(false, false, false, Optional.of(2), Optional.of(3)), true, 5);

    private MqttServer server;
    private TestingMqttClient client;

    @BeforeEach
    void start() throws IOException {
        server = MqttServer.start(
                MqttServerConfig.defaults().withLimits(LIMITS).withQuirks(QUIRKS), MqttServerHooks.ALLOW_ALL);
        client = connected(server, "client");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private TestingMqttClient fresh() {
        return new TestingMqttClient(server.port());
    }

    private static int code(MqttConnAckMessage connack) {
        return Byte.toUnsignedInt(connack.variableHeader().connectReturnCode().byteValue());
    }

    static Stream<Arguments> badPackets() {
        return Stream.of(
                arguments("topic that is not UTF-8", TestingPackets.publish(new byte[] {'a', (byte) 0xC0}), 0x81),
                arguments("topic with the null character", TestingPackets.publish(new byte[] {(byte) 97, 0}), 0x81),
                arguments("topic with a wildcard", TestingPackets.publish(utf8("a/+")), 0x90),
                arguments("topic that is empty", TestingPackets.publish(utf8("")), 0x82),
                arguments("topic that is too deep", TestingPackets.publish(utf8("/".repeat(200))), 0x90),
                arguments("topic longer than the packet", bytes(0x30, 3, 0, 9, 'a'), 0x81),
                arguments("QoS 3", bytes(0x36, 5, 0, 1, 'a', 0, 0), 0x81),
                arguments("packet id 0", bytes(0x32, 6, 0, 1, 'a', 0, 0, 0), 0x81),
                arguments("reserved packet type", bytes(0x00, 0), 0x81),
                arguments("length of five bytes", bytes(0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01), 0x81),
                arguments("too large", TestingPackets.packet(0x30, new byte[1_000]), 0x95),
                arguments("too large, only its beginning", bytes(0x30, 0xFF, 0xFF, 0xFF, 0x7F), 0x95),
                arguments("SUBSCRIBE without filter", bytes(0x82, 3, 0, 1, 0), 0x82),
                arguments("property that is not for PUBLISH", bytes(0x30, 6, 0, 1, 'a', 2, 0x24, 1), 0x82),
                arguments("DUP with QoS 0", bytes(0x38, 4, 0, 1, 'a', 0), 0x81),
                arguments("packet of a server", bytes(0xD0, 0), 0x82),
                arguments("AUTH", bytes(0xF0, 0), 0x82));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badPackets")
    void badPacket_endsTheConnection_withItsReason(String name, byte[] packet, int reasonCode) {
        client.sendBytes(packet);

        assertThat(client.disconnectCode()).isEqualTo(reasonCode);
        connected(server, "the server is still there").close();
    }

    @Test
    void firstPacket_mustBeConnect() {
        TestingMqttClient wrong = fresh();
        wrong.ping();
        wrong.awaitClosed();
    }

    @Test
    void silentConnection_isClosed_afterTheConnectTimeout() throws IOException {
        MqttServerLimits.KeepAlive impatient = new MqttServerLimits.KeepAlive(
                Duration.ZERO, Duration.ofSeconds(20), Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(10));
        try (MqttServer quick = MqttServer.start(
                MqttServerConfig.defaults().withLimits(LIMITS.withKeepAlive(impatient)), MqttServerHooks.ALLOW_ALL)) {
            new TestingMqttClient(quick.port()).awaitClosed();
        }
    }

    @Test
    void secondConnect_isAProtocolError() {
        client.sendBytes(0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 0, 0, 0, 0);

        assertThat(client.disconnectCode()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
    }

    @Test
    void mqtt31_isRefused() {
        TestingMqttClient old = fresh();
        old.sendBytes(0x10, 15, 0, 6, 'M', 'Q', 'I', 's', 'd', 'p', 3, 2, 0, 0, 0, 1, 'a');

        assertThat(((MqttConnAckMessage) old.next(MqttMessageType.CONNACK))
                        .variableHeader()
                        .connectReturnCode())
                .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION);
        old.awaitClosed();
    }

    @Test
    void authenticationMethod_isRefused() {
        MqttProperties method = new MqttProperties();
        method.add(new StringProperty(MqttProperties.AUTHENTICATION_METHOD, "magic"));
        TestingMqttClient magician = fresh();

        assertThat(code(magician.connect("m", connect -> connect.properties(method))))
                .isEqualTo(ReasonCode.BAD_AUTHENTICATION_METHOD);
        magician.awaitClosed();
    }

    @Test
    void connack_tellsWhatTheServerDoesNotDo() {
        MqttConnAckMessage connack = fresh().connect("", connect -> connect.keepAlive(100));

        MqttProperties told = connack.variableHeader().properties();
        assertThat(number(told, MqttProperties.MAXIMUM_QOS)).isEqualTo(1);
        assertThat(number(told, MqttProperties.RECEIVE_MAXIMUM)).isEqualTo(3);
        assertThat(number(told, MqttProperties.MAXIMUM_PACKET_SIZE)).isEqualTo(1_000);
        assertThat(number(told, MqttProperties.TOPIC_ALIAS_MAXIMUM)).isEqualTo(2);
        assertThat(number(told, MqttProperties.SERVER_KEEP_ALIVE)).isEqualTo(20);
        assertThat(number(told, MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE))
                .isZero();
        assertThat((String) Objects.requireNonNull(told.getProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER))
                        .value())
                .startsWith("auto-");
    }

    @Test
    void shortProperties_areRead_behindLongOnes() {
        TestingMqttClient careful = fresh();
        careful.sendBytes(TestingPackets.connectWithShortPropertiesLast("careful"));

        // The client's codec has not seen this CONNECT, so it cannot tell us more than the kind of the answer.
        careful.next(MqttMessageType.CONNACK);
        connected(server, "careful").close();
        careful.awaitClosed();
    }

    @Test
    void emptyClientId_needsACleanSession_in311() {
        assertThat(fresh().connect("", connect -> connect.protocolVersion(MqttVersion.MQTT_3_1_1))
                        .variableHeader()
                        .connectReturnCode())
                .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED);
    }

    @Test
    void connections_areLimited() {
        TestingMqttClient second = connected(server, "2");
        TestingMqttClient third = connected(server, "3");

        assertThat(code(fresh().connect("4", connect -> connect))).isEqualTo(ReasonCode.QUOTA_EXCEEDED);
        third.goodbye();
        assertThat(code(fresh().connect("4", connect -> connect))).isZero();
        second.close();
    }

    @Test
    void qosAboveMaximum_endsTheConnection() {
        client.publish("a", "x", 2);

        assertThat(client.disconnectCode()).isEqualTo(ReasonCode.QOS_NOT_SUPPORTED);
    }

    @Test
    void subscription_getsAtMostTheMaximumQos() {
        assertThat(client.subscribe("a", 2)).containsExactly(1);
    }

    @Test
    void topicAlias_aboveMaximum_endsTheConnection() {
        client.publish("a", "x", 0, false, properties(MqttProperties.TOPIC_ALIAS, 3));

        assertThat(client.disconnectCode()).isEqualTo(ReasonCode.TOPIC_ALIAS_INVALID);
    }

    @Test
    void receiveMaximumOfServer_mustBeKept() throws IOException {
        MqttServerLimits qos2 = LIMITS.withPackets(new MqttServerLimits.Packets(2, 1_000, 3, 1_000, 2));
        try (MqttServer strict =
                MqttServer.start(MqttServerConfig.defaults().withLimits(qos2), MqttServerHooks.ALLOW_ALL)) {
            TestingMqttClient eager = connected(strict, "eager");
            for (int i = 1; i <= 3; i++) {
                eager.send(publishPacket("a", "x", 2, false, i, new MqttProperties(), false));
                eager.next(MqttMessageType.PUBREC);
            }
            eager.send(publishPacket("a", "x", 2, false, 4, new MqttProperties(), false));

            assertThat(eager.disconnectCode()).isEqualTo(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
        }
    }

    @Test
    void subscriptionIdentifier_endsTheConnection_whenNotAvailable() {
        client.send(MqttMessageBuilders.subscribe()
                .messageId(1)
                .addSubscription(MqttQoS.AT_MOST_ONCE, "a")
                .properties(properties(MqttProperties.SUBSCRIPTION_IDENTIFIER, 1))
                .build());

        assertThat(client.disconnectCode()).isEqualTo(ReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED);
    }

    @Test
    void tooManyFilters_endTheConnection() {
        client.send(MqttMessageBuilders.subscribe()
                .messageId(1)
                .addSubscription(MqttQoS.AT_MOST_ONCE, "a")
                .addSubscription(MqttQoS.AT_MOST_ONCE, "b")
                .addSubscription(MqttQoS.AT_MOST_ONCE, "c")
                .build());

        assertThat(client.disconnectCode()).isEqualTo(ReasonCode.QUOTA_EXCEEDED);
    }

    @Test
    void subscriptions_areLimited_andBadFiltersRefused() {
        assertThat(client.subscribe("a/#/b", 0)).containsExactly(ReasonCode.TOPIC_FILTER_INVALID);
        for (String filter : new String[] {"a", "b", "c", "a"}) {
            assertThat(client.subscribe(filter, 0)).containsExactly(0);
        }
        assertThat(client.subscribe("d", 0)).containsExactly(ReasonCode.QUOTA_EXCEEDED);
        assertThat(client.unsubscribe("a/#/b")).containsExactly((short) ReasonCode.TOPIC_FILTER_INVALID);
    }

    @Test
    void noLocal_onASharedSubscription_isAProtocolError() {
        client.send(MqttMessageBuilders.subscribe()
                .messageId(1)
                .addSubscription(
                        "$share/g/a",
                        new MqttSubscriptionOption(
                                MqttQoS.AT_MOST_ONCE, true, false, RetainedHandlingPolicy.SEND_AT_SUBSCRIBE))
                .build());

        assertThat(client.disconnectCode()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
    }

    @Test
    void quirks_changeRetainedAndParents() {
        client.publishAndWait("q", "kept", true);
        client.subscribe("q/#", 0);
        client.subscribe("+", 0);
        client.expectNothing();
        TestingMqttClient exact = connected(server, "exact");
        exact.subscribe("q", 0);
        assertThat(exact.nextMessage()).isEqualTo("q=kept");
        exact.close();
        client.unsubscribe("+");
        assertThat(client.publishAndWait("q", "x", false)).isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS);
    }
}
