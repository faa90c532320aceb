package dev.tedge.mqttserver;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Packets byte by byte, where the codec would not write them so. */
final class TestingPackets {

    private TestingPackets() {}

    /** A QoS 0 PUBLISH with one user property and the payload format behind it. */
    static byte[] publishWithFormatLast(String topic, String userValue, String payload) {
        ByteArrayOutputStream properties = new ByteArrayOutputStream();
        properties.write(0x26);
        text(properties, "long");
        text(properties, userValue);
        properties.write(0x01);
        properties.write(0x01);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, topic);
        length(body, properties.size());
        body.writeBytes(properties.toByteArray());
        body.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
        return packet(0x30, body.toByteArray());
    }

    /** A CONNECT with one user property, and two of two bytes behind it. */
    static byte[] connectWithShortPropertiesLast(String clientId) {
        ByteArrayOutputStream properties = new ByteArrayOutputStream();
        properties.write(0x26);
        text(properties, "long");
        text(properties, "v".repeat(200));
        properties.writeBytes(new byte[] {0x19, 0, 0x17, 0});
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, "MQTT");
        body.writeBytes(new byte[] {5, 2, 0, 10});
        length(body, properties.size());
        body.writeBytes(properties.toByteArray());
        text(body, clientId);
        return packet(0x10, body.toByteArray());
    }

    /** A packet with this first byte. */
    static byte[] packet(int first, byte[] body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(first);
        length(packet, body.length);
        packet.writeBytes(body);
        return packet.toByteArray();
    }

    /** A QoS 0 PUBLISH of MQTT 5 with a topic of any bytes. */
    static byte[] publish(byte[] topic) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(topic.length >> 8);
        body.write(topic.length);
        body.writeBytes(topic);
        body.write(0);
        return packet(0x30, body.toByteArray());
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    private static void length(ByteArrayOutputStream out, int length) {
        int rest = length;
        while (rest > 127) {
            out.write((rest & 0x7F) | 0x80);
            rest >>= 7;
        }
        out.write(rest);
    }
}
