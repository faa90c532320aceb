package dev.tedge.mqttserver.conformance;

import dev.tedge.mqttserver.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A packet that has come from the server. */
record Packet(int first, String length, Payload body) {

    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int SUBACK = 9;
    static final int DISCONNECT = 14;

    /**
     * A PUBLISH of MQTT 5.
     *
     * @param packetId 0 for none
     * @param properties each as its identifier and value in hexadecimal, such as {@code 01:01}
     */
    record Publish(int first, String topic, int packetId, List<String> properties, String payload) {

        int qos() {
            return first >> 1 & 3;
        }

        boolean dup() {
            return (first & 8) != 0;
        }

        boolean retain() {
            return (first & 1) != 0;
        }

        /** Topic and payload. */
        String text() {
            return topic + "=" + payload;
        }
    }

    int type() {
        return first >> 4;
    }

    /** All of it in hexadecimal, such as {@code C000}. */
    String hex() {
        return HexFormat.of().withUpperCase().formatHex(new byte[] {(byte) first}) + length + bodyHex();
    }

    String bodyHex() {
        return HexFormat.of().withUpperCase().formatHex(body.toByteArray());
    }

    /** The byte at this index of the body. */
    int at(int index) {
        return Byte.toUnsignedInt(body.asByteBuffer().get(index));
    }

    Publish publish() {
        ByteBuffer in = body.asByteBuffer();
        String topic = text(in);
        int packetId = (first & 6) == 0 ? 0 : Short.toUnsignedInt(in.getShort());
        List<String> properties = properties(in);
        return new Publish(first, topic, packetId, properties, rest(in));
    }

    /** A PUBLISH of 3.1.1, as topic and payload. */
    String text311() {
        ByteBuffer in = body.asByteBuffer();
        String topic = text(in);
        in.position(in.position() + ((first & 6) == 0 ? 0 : 2));
        return topic + "=" + rest(in);
    }

    /** The properties whose length is at this index of the body. */
    List<String> propertiesAt(int index) {
        return properties(body.asByteBuffer().position(index));
    }

    private static List<String> properties(ByteBuffer in) {
        int size = variable(in);
        int end = in.position() + size;
        List<String> all = new ArrayList<>();
        while (in.position() < end) {
            int start = in.position();
            int id = in.get();
            switch (id) {
                case 1, 23, 25, 36, 37, 40, 41, 42 -> in.get();
                case 19, 33, 34, 35 -> in.getShort();
                case 2, 17, 24, 39 -> in.getInt();
                case 11 -> variable(in);
                case 38 -> {
                    text(in);
                    text(in);
                }
                default -> text(in);
            }
            byte[] value = new byte[in.position() - start - 1];
            in.duplicate().position(start + 1).get(value);
            all.add("%02X:%s".formatted(id, HexFormat.of().withUpperCase().formatHex(value)));
        }
        return all;
    }

    private static int variable(ByteBuffer in) {
        int value = 0;
        int shift = 0;
        byte digit;
        do {
            digit = in.get();
            value |= (digit & 0x7F) << shift;
            shift += 7;
        } while (digit < 0);
        return value;
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String rest(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
