package dev.tedge.command;

import dev.tedge.link.session.UserProperty;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/**
 * By what a command is known when it comes again: its topic together with the user property {@code id}, or with correlation data and
 * response topic, and its payload. The payload is part of it because there are senders that count from 1 anew.
 */
final class CommandId {

    /** How long an id is, in characters: of 128 bits. */
    static final int LENGTH = 22;

    private static final String PROPERTY = "id";

    private CommandId() {}

    /** The id of a received command; empty when nothing tells it from others. */
    static Optional<String> of(Message message) {
        MessageDigest digest = digest();
        add(digest, message.getHeader(PahoMqtt5Constants.MQTT_TOPIC, "", String.class));
        Optional<String> given = given(message);
        byte[] correlation = message.getHeader("CamelMqttCorrelationData", byte[].class);
        if (given.isPresent()) {
            add(digest, PROPERTY);
            add(digest, given.get());
        } else if (correlation != null) {
            add(digest, message.getHeader("CamelMqttResponseTopic", "", String.class));
            add(digest, correlation);
        } else {
            return Optional.empty();
        }
        byte[] payload = message.getBody(byte[].class);
        add(digest, payload == null ? new byte[0] : payload);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
        return Optional.of(text.substring(0, LENGTH));
    }

    private static Optional<String> given(Message message) {
        List<?> properties = message.getHeader("CamelMqttUserProperties", List.of(), List.class);
        return properties.stream()
                .filter(UserProperty.class::isInstance)
                .map(UserProperty.class::cast)
                .filter(property -> property.name().equals(PROPERTY))
                .map(UserProperty::value)
                .findFirst();
    }

    private static void add(MessageDigest digest, String text) {
        add(digest, text.getBytes(StandardCharsets.UTF_8));
    }

    /** With its length, so that no two rows of parts are the same bytes. */
    private static void add(MessageDigest digest, byte[] bytes) {
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
