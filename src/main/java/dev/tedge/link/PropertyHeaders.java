package dev.tedge.link;

import dev.tedge.link.paho.PahoProperties;
import dev.tedge.link.session.MessageProperties;
import dev.tedge.link.session.UserProperty;
import dev.tedge.message.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.jspecify.annotations.Nullable;

/**
 * The properties of MQTT 5 as headers. A received message has {@code CamelMqttResponseTopic} (text), {@code
 * CamelMqttCorrelationData} (bytes), {@code CamelMqttContentType} (text), {@code CamelMqttPayloadFormat} (1 for text in UTF-8),
 * {@code CamelMqttMessageExpiry} (seconds) and {@code CamelMqttUserProperties} (a list of {@link UserProperty}), each only when
 * the message has it. A message is sent with what stands in the headers of the same names that begin with {@code
 * CamelPahoMqtt5}: they are other ones, so that nothing goes on by accident. {@code CamelPahoMqtt5MsgProperties} of Camel's own
 * component is obeyed, too.
 */
public final class PropertyHeaders {

    /** Stands before the names of properties in received messages. */
    static final String RECEIVED = "CamelMqtt";

    /** Stands before the names of properties in messages that are to be sent. */
    static final String SENT = "CamelPahoMqtt5";

    private static final String RESPONSE_TOPIC = "ResponseTopic";
    private static final String CORRELATION_DATA = "CorrelationData";
    private static final String CONTENT_TYPE = "ContentType";
    private static final String PAYLOAD_FORMAT = "PayloadFormat";
    private static final String EXPIRY = "MessageExpiry";
    private static final String USER_PROPERTIES = "UserProperties";

    private static final List<String> ALL_TO_SEND = List.of(
            PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES,
            SENT + RESPONSE_TOPIC,
            SENT + CORRELATION_DATA,
            SENT + CONTENT_TYPE,
            SENT + PAYLOAD_FORMAT,
            SENT + EXPIRY,
            SENT + USER_PROPERTIES);

    private PropertyHeaders() {}

    /** Puts what a message has brought into its headers. */
    static void receive(MessageProperties properties, Message message) {
        properties.responseTopic().ifPresent(topic -> message.setHeader(RECEIVED + RESPONSE_TOPIC, topic));
        properties
                .correlationData()
                .map(Payload::toByteArray)
                .ifPresent(data -> message.setHeader(RECEIVED + CORRELATION_DATA, data));
        properties.format().contentType().ifPresent(type -> message.setHeader(RECEIVED + CONTENT_TYPE, type));
        if (properties.format().text()) {
            message.setHeader(RECEIVED + PAYLOAD_FORMAT, 1);
        }
        properties.expirySeconds().ifPresent(seconds -> message.setHeader(RECEIVED + EXPIRY, seconds));
        if (!properties.userProperties().isEmpty()) {
            message.setHeader(RECEIVED + USER_PROPERTIES, properties.userProperties());
        }
    }

    /**
     * What a message is to be sent with.
     *
     * @throws IllegalArgumentException when a header has a value that can't be sent; the text names the header
     */
    public static Optional<MessageProperties> toSend(Message message) {
        return hasAny(message) ? read(message) : Optional.empty();
    }

    /** Most messages have none. A loop, as each is asked. */
    private static boolean hasAny(Message message) {
        Map<String, Object> headers = message.getHeaders();
        for (String name : ALL_TO_SEND) {
            if (headers.containsKey(name)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<MessageProperties> read(Message message) {
        Object ofPaho = message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES);
        MessageProperties given = ofPaho == null
                ? MessageProperties.NONE
                : PahoProperties.read(ofPaho).orElse(MessageProperties.NONE);
        @Nullable String responseTopic = text(message, RESPONSE_TOPIC);
        byte @Nullable [] correlation = bytes(message);
        @Nullable String contentType = text(message, CONTENT_TYPE);
        boolean text = "1".equals(text(message, PAYLOAD_FORMAT));
        @Nullable Object expiry = message.getHeader(SENT + EXPIRY);
        @Nullable Object user = message.getHeader(SENT + USER_PROPERTIES);
        MessageProperties all = new MessageProperties(
                responseTopic == null ? given.responseTopic() : Optional.of(responseTopic),
                correlation == null ? given.correlationData() : Optional.of(Payload.of(correlation)),
                new MessageProperties.Format(
                        contentType == null ? given.format().contentType() : Optional.of(contentType),
                        text || given.format().text()),
                expiry == null ? given.expirySeconds() : OptionalLong.of(seconds(expiry)),
                user == null ? given.userProperties() : userProperties(user));
        PropertyChecks.check(all);
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private static @Nullable String text(Message message, String name) {
        Object value = message.getHeader(SENT + name);
        return value == null || value.toString().isEmpty() ? null : value.toString();
    }

    private static byte @Nullable [] bytes(Message message) {
        Object value = message.getHeader(SENT + CORRELATION_DATA);
        if (value == null || value instanceof byte[]) {
            return (byte[]) value;
        }
        if (value instanceof CharSequence text) {
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
        throw unfit(CORRELATION_DATA, "bytes or text", value);
    }

    private static long seconds(Object value) {
        try {
            return value instanceof Number number ? number.longValue() : Long.parseLong(value.toString());
        } catch (NumberFormatException e) {
            throw unfit(EXPIRY, "a number of seconds", value);
        }
    }

    private static List<UserProperty> userProperties(Object value) {
        List<UserProperty> properties = new ArrayList<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, each) -> properties.add(new UserProperty(String.valueOf(name), String.valueOf(each))));
        } else if (value instanceof List<?> list) {
            for (Object each : list) {
                if (!(each instanceof UserProperty property)) {
                    throw unfit(USER_PROPERTIES, "a map, or a list as CamelMqttUserProperties has it", value);
                }
                properties.add(property);
            }
        } else {
            throw unfit(USER_PROPERTIES, "a map, or a list as CamelMqttUserProperties has it", value);
        }
        return properties;
    }

    private static IllegalArgumentException unfit(String name, String wanted, Object value) {
        return new IllegalArgumentException("The header %s%s must be %s, but is a %s"
                .formatted(SENT, name, wanted, value.getClass().getSimpleName()));
    }
}
