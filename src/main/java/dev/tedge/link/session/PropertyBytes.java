package dev.tedge.link.session;

import dev.tedge.message.Payload;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@link MessageProperties} as MQTT 5 writes them, without the length before them (section 2.2.2.2). */
public final class PropertyBytes {

    private static final int PAYLOAD_FORMAT = 0x01;
    private static final int EXPIRY = 0x02;
    private static final int CONTENT_TYPE = 0x03;
    private static final int RESPONSE_TOPIC = 0x08;
    private static final int CORRELATION_DATA = 0x09;
    private static final int SUBSCRIPTION_IDENTIFIER = 0x0B;
    private static final int USER_PROPERTY = 0x26;

    private static final int LONGEST = 0xFFFF;

    private PropertyBytes() {}

    /** How many bytes they are in a packet. */
    public static int size(MessageProperties properties) {
        int size = properties.format().text() ? 2 : 0;
        size += properties.expirySeconds().isPresent() ? 5 : 0;
        size += properties.format().contentType().map(text -> 3 + utf8(text)).orElse(0);
        size += properties.responseTopic().map(text -> 3 + utf8(text)).orElse(0);
        size += properties.correlationData().map(data -> 3 + data.size()).orElse(0);
        for (UserProperty property : properties.userProperties()) {
            size += 5 + utf8(property.name()) + utf8(property.value());
        }
        return size;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Writes them.
     *
     * @throws IllegalArgumentException when one of them is longer than MQTT allows, 65535 bytes
     */
    public static byte[] write(MessageProperties properties) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            write(properties, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(MessageProperties properties, DataOutputStream out) throws IOException {
        if (properties.format().text()) {
            out.writeByte(PAYLOAD_FORMAT);
            out.writeByte(1);
        }
        if (properties.expirySeconds().isPresent()) {
            out.writeByte(EXPIRY);
            out.writeInt((int) properties.expirySeconds().getAsLong());
        }
        write(CONTENT_TYPE, properties.format().contentType(), out);
        write(RESPONSE_TOPIC, properties.responseTopic(), out);
        if (properties.correlationData().isPresent()) {
            out.writeByte(CORRELATION_DATA);
            write(properties.correlationData().get().toByteArray(), out);
        }
        for (UserProperty property : properties.userProperties()) {
            out.writeByte(USER_PROPERTY);
            write(property.name().getBytes(StandardCharsets.UTF_8), out);
            write(property.value().getBytes(StandardCharsets.UTF_8), out);
        }
    }

    private static void write(int identifier, Optional<String> text, DataOutputStream out) throws IOException {
        if (text.isPresent()) {
            out.writeByte(identifier);
            write(text.get().getBytes(StandardCharsets.UTF_8), out);
        }
    }

    private static void write(byte[] bytes, DataOutputStream out) throws IOException {
        if (bytes.length > LONGEST) {
            throw new IllegalArgumentException(
                    "A property of %d bytes is too long: MQTT allows at most %d".formatted(bytes.length, LONGEST));
        }
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static MessageProperties read(byte[] bytes) {
        try {
            return new Reading(ByteBuffer.wrap(bytes)).all();
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("properties end too early", e);
        }
    }

    /**
     * What a received PUBLISH has.
     *
     * @param properties those of the publisher; empty when there are none
     * @param subscriptionIdentifiers the subscriptions that it is sent for, if the broker tells
     */
    public record Received(Optional<MessageProperties> properties, List<Integer> subscriptionIdentifiers) {

        private static final Received NOTHING = new Received(Optional.empty(), List.of());

        public Received {
            subscriptionIdentifiers = List.copyOf(subscriptionIdentifiers);
        }
    }

    /**
     * Reads those of a received PUBLISH, without the length before them, to the end of the buffer.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Received received(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return Received.NOTHING;
        }
        try {
            Reading reading = new Reading(bytes);
            MessageProperties all = reading.all();
            return new Received(all.isEmpty() ? Optional.empty() : Optional.of(all), reading.subscriptionIdentifiers);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("properties end too early", e);
        }
    }

    private static final class Reading {

        private final ByteBuffer in;
        private final List<UserProperty> userProperties = new ArrayList<>();
        private final List<Integer> subscriptionIdentifiers = new ArrayList<>(1);
        private Optional<String> responseTopic = Optional.empty();
        private Optional<Payload> correlationData = Optional.empty();
        private Optional<String> contentType = Optional.empty();
        private OptionalLong expiry = OptionalLong.empty();
        private boolean text;

        Reading(ByteBuffer in) {
            this.in = in;
        }

        MessageProperties all() {
            while (in.hasRemaining()) {
                property(in.get());
            }
            if (isNothing()) {
                return MessageProperties.NONE;
            }
            return new MessageProperties(
                    responseTopic,
                    correlationData,
                    new MessageProperties.Format(contentType, text),
                    expiry,
                    userProperties);
        }

        private boolean isNothing() {
            return responseTopic.isEmpty()
                    && correlationData.isEmpty()
                    && contentType.isEmpty()
                    && !text
                    && expiry.isEmpty()
                    && userProperties.isEmpty();
        }

        private void property(int identifier) {
            switch (identifier) {
                case PAYLOAD_FORMAT -> text = in.get() == 1;
                case EXPIRY -> expiry = OptionalLong.of(Integer.toUnsignedLong(in.getInt()));
                case CONTENT_TYPE -> contentType = Optional.of(text());
                case RESPONSE_TOPIC -> responseTopic = Optional.of(text());
                case CORRELATION_DATA -> correlationData = Optional.of(Payload.of(bytes()));
                case SUBSCRIPTION_IDENTIFIER -> subscriptionIdentifiers.add(number());
                case USER_PROPERTY -> userProperties.add(new UserProperty(text(), text()));
                default -> throw new IllegalArgumentException("unknown property " + identifier);
            }
        }

        /** A variable byte integer. */
        private int number() {
            int number = 0;
            int shift = 0;
            byte next;
            do {
                next = in.get();
                number |= (next & 0x7F) << shift;
                shift += 7;
            } while (next < 0 && shift < 28);
            return number;
        }

        private String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        private byte[] bytes() {
            byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
            in.get(bytes);
            return bytes;
        }
    }
}
