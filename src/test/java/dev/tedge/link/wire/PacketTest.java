package dev.tedge.link.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.MessageProperties;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.UserProperty;
import dev.tedge.message.Payload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttPubAck;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own packets, judged by those of the Paho library. */
class PacketTest {

    private static final MessageProperties PROPERTIES = new MessageProperties(
            Optional.of("answers/here"),
            Optional.of(Payload.of(new byte[] {0, 1, (byte) 0xFF})),
            new MessageProperties.Format(Optional.of("text/plain"), true),
            OptionalLong.of(4_000_000_000L),
            List.of(new UserProperty("a", "1"), new UserProperty("a", "ü")));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 127, 128, 16_383, 16_384, 200_000})
    void publish_isReadByPaho(int size) throws Exception {
        byte[] payload = new byte[size];
        new Random(size).nextBytes(payload);
        for (int qos = 0; qos <= 2; qos++) {
            OutboundMessage plain = new OutboundMessage("a/ü", payload, qos, qos == 1);
            for (OutboundMessage message : List.of(plain, plain.with(PROPERTIES, System.nanoTime()))) {
                byte[] bytes = written(message, new TopicAliases(0));
                MqttPublish read = (MqttPublish) MqttWireMessage.createWireMessage(bytes);

                assertThat(read.getTopicName()).isEqualTo("a/ü");
                assertThat(read.getMessage().getPayload()).isEqualTo(payload);
                assertThat(read.getMessage().getQos()).isEqualTo(qos);
                assertThat(read.getMessage().isRetained()).isEqualTo(qos == 1);
                assertThat(read.getMessageId()).isEqualTo(qos == 0 ? 0 : 0xFEDC);
                assertThat(read.getProperties().getResponseTopic())
                        .isEqualTo(message.properties().isEmpty() ? null : "answers/here");
                assertThat((long) bytes.length)
                        .isBetween(
                                Packet.Publish.largestSize(message, topic(message)) - 10,
                                Packet.Publish.largestSize(message, topic(message)));
            }
        }
    }

    @Test
    void publish_withAnAlias_namesTheTopicOnce_andOnlyTheFirstTopicsHaveOne() throws Exception {
        TopicAliases aliases = new TopicAliases(1);

        MqttPublish first = read("a", aliases);
        MqttPublish other = read("b", aliases);
        MqttPublish second = read("a", aliases);

        assertThat(first.getTopicName()).isEqualTo("a");
        assertThat(first.getProperties().getTopicAlias()).isEqualTo(1);
        assertThat(other.getTopicName()).isEqualTo("b");
        assertThat(other.getProperties().getTopicAlias()).isNull();
        assertThat(second.getTopicName()).isEmpty();
        assertThat(second.getProperties().getTopicAlias()).isEqualTo(1);
    }

    private static MqttPublish read(String topic, TopicAliases aliases) throws Exception {
        byte[] bytes = written(new OutboundMessage(topic, new byte[] {7}, 1, false), aliases);
        return (MqttPublish) MqttWireMessage.createWireMessage(bytes);
    }

    @ParameterizedTest
    @CsvSource({"4, 400212fe", "5, 500212fe", "6, 620212fe", "7, 700212fe"})
    void answer_isFourBytes(int type, String hex) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PacketOutput out = new PacketOutput(bytes);
        new Packet.Answer(type, 0x12FE).writeTo(out);
        out.flush();

        assertThat(HexFormat.of().formatHex(bytes.toByteArray())).isEqualTo(hex);
    }

    @Test
    void aMessage_isReadAsPahoHasWrittenIt() throws Exception {
        MqttProperties properties = new MqttProperties();
        properties.setResponseTopic("answers/here");
        properties.setCorrelationData(new byte[] {0, 1, (byte) 0xFF});
        properties.setContentType("text/plain");
        properties.setPayloadFormat(true);
        properties.setMessageExpiryInterval(4_000_000_000L);
        properties.setUserProperties(List.of(
                new org.eclipse.paho.mqttv5.common.packet.UserProperty("a", "1"),
                new org.eclipse.paho.mqttv5.common.packet.UserProperty("a", "ü")));
        properties.setSubscriptionIdentifiers(List.of(7, 268_435_455));
        MqttPublish publish = new MqttPublish(
                "a/ü", new MqttMessage("ä".getBytes(StandardCharsets.UTF_8), 1, true, properties), properties);
        publish.setMessageId(0xFEDC);

        InboundMessage message = read(bytes(publish));

        assertThat(message.topic()).isEqualTo("a/ü");
        assertThat(message.payload()).isEqualTo("ä".getBytes(StandardCharsets.UTF_8));
        assertThat(message.qos()).isEqualTo(1);
        assertThat(message.retained()).isTrue();
        assertThat(message.packetId()).isEqualTo(0xFEDC);
        assertThat(message.subscriptionIdentifiers()).containsExactly(7, 268_435_455);
        assertThat(message.properties()).contains(PROPERTIES);
    }

    @Test
    void aMessage_withoutProperties_hasNone() throws Exception {
        MqttPublish publish = new MqttPublish(
                "a", new MqttMessage(new byte[0], 0, false, new MqttProperties()), new MqttProperties());

        InboundMessage message = read(bytes(publish));

        assertThat(message.properties()).isEmpty();
        assertThat(message.subscriptionIdentifiers()).isEmpty();
        assertThat(message.packetId()).isZero();
    }

    @Test
    void anAcknowledgement_isReadAsPahoHasWrittenIt() throws Exception {
        byte[] refused = bytes(new MqttPubAck(0x97, 0xFEDC, new MqttProperties()));

        assertThat(Received.acknowledgement(body(refused))).isEqualTo(new Received.Acknowledgement(0xFEDC, 0x97));
        assertThat(Received.acknowledgement(ByteBuffer.wrap(new byte[] {1, 2})))
                .isEqualTo(new Received.Acknowledgement(0x0102, 0));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "without a topic,            0, 000000",
        "topic that ends too early,  0, 000561",
        "topic that is not UTF-8,    0, 0001ff00",
        "QoS 3,                      6, 000161000100",
        "packet id 0,                2, 000161000000",
        "properties too long,        0, 00016105",
        "property of no message,     0, 00016102ff00",
        "nothing,                    0, ''"
    })
    void whatIsNoMessage_isRefused(String what, int flags, String hex) {
        assertThatThrownBy(() ->
                        Received.message(flags, ByteBuffer.wrap(HexFormat.of().parseHex(hex))))
                .as(what)
                .isInstanceOf(MalformedPacketException.class);
    }

    @Test
    void aTopic_withTheReplacementCharacter_isText() throws Exception {
        byte[] topic = "a\uFFFD".getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(3 + topic.length);
        body.putShort((short) topic.length).put(topic).put((byte) 0).flip();

        assertThat(Received.message(0, body).topic()).isEqualTo("a\uFFFD");
    }

    @Test
    void whatIsCut_isRefused_andNeverAnotherException() throws Exception {
        OutboundMessage message = new OutboundMessage("a/b", new byte[0], 1, false).with(PROPERTIES, System.nanoTime());
        byte[] body = bytes(body(written(message, new TopicAliases(0))));
        for (int length = 0; length < body.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(body, length));
            assertThatThrownBy(() -> Received.message(0b10, cut))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(MalformedPacketException.class);
        }
    }

    private static byte[] topic(OutboundMessage message) {
        return message.topic().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] written(OutboundMessage message, TopicAliases aliases) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PacketOutput out = new PacketOutput(bytes);
        new Packet.Publish(message, topic(message), 0xFEDC, aliases, () -> {}).writeTo(out);
        out.flush();
        return bytes.toByteArray();
    }

    private static byte[] bytes(MqttWireMessage packet) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(packet.getHeader());
        bytes.write(packet.getPayload());
        return bytes.toByteArray();
    }

    private static byte[] bytes(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return bytes;
    }

    private static ByteBuffer body(byte[] packet) throws IOException {
        return new PacketInput(new ByteArrayInputStream(packet), Long.MAX_VALUE).next();
    }

    private static InboundMessage read(byte[] packet) throws IOException {
        PacketInput in = new PacketInput(new ByteArrayInputStream(packet), Long.MAX_VALUE);
        ByteBuffer body = in.next();
        return Received.message(in.flags(), body);
    }
}
