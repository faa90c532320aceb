package dev.tedge.mqttserver;

import dev.tedge.mqttserver.topic.MqttText;
import dev.tedge.mqttserver.topic.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The properties of a PUBLISH that travel with the message (MQTT 5, 3.3.2.3). Messages of 3.1.1 clients
 * have none of them. No string may be longer than 65535 bytes of UTF-8, or hold the null character or half of a
 * surrogate pair; else there is an {@link IllegalArgumentException} that names the property, without its value.
 *
 * @param expiry time that the message may still wait for delivery, in whole seconds; at delivery it is
 *     what remains
 * @param payloadFormat 0 for bytes, 1 for UTF-8 text
 * @param contentType MIME type of the payload
 * @param responseTopic topic for a response, without wildcards
 * @param correlationData what the requester needs to recognise the response; at most 65535 bytes
 * @param userProperties names and values in their order; names may repeat
 */
public record MessageProperties(
        Optional<Duration> expiry,
        Optional<Integer> payloadFormat,
        Optional<String> contentType,
        Optional<String> responseTopic,
        Optional<Payload> correlationData,
        List<UserProperty> userProperties) {

    private static final int LONGEST_BYTES = 65_535;

    /** No property at all. */
    public static final MessageProperties NONE = new MessageProperties(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    /** A pair of strings of the application's. */
    public record UserProperty(String name, String value) {

        public UserProperty {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
            refuse("name of a user property", MqttText.fault(name));
            refuse("value of a user property", MqttText.fault(value));
        }
    }

    public MessageProperties {
        refuse("contentType", contentType.flatMap(MqttText::fault));
        refuse("responseTopic", responseTopic.flatMap(TopicName::fault));
        refuse(
                "correlationData",
                correlationData
                        .filter(bytes -> bytes.size() > LONGEST_BYTES)
                        .map(bytes -> "is longer than " + LONGEST_BYTES + " bytes"));
        expiry.ifPresent(time -> {
            if (time.isNegative() || time.toSeconds() > 0xFFFF_FFFFL) {
                throw new IllegalArgumentException("expiry must be 0 to 4294967295 seconds, but is " + time);
            }
        });
        payloadFormat.ifPresent(format -> {
            if (format != 0 && format != 1) {
                throw new IllegalArgumentException("payloadFormat must be 0 or 1, but is " + format);
            }
        });
        userProperties = List.copyOf(userProperties);
    }

    private static void refuse(String property, Optional<String> fault) {
        fault.ifPresent(found -> {
            throw new IllegalArgumentException(property + " " + found);
        });
    }

    /** The same properties with another expiry. */
    public MessageProperties withExpiry(Duration newExpiry) {
        return new MessageProperties(
                Optional.of(newExpiry), payloadFormat, contentType, responseTopic, correlationData, userProperties);
    }

    /** The same properties with another content type. */
    public MessageProperties withContentType(String newContentType) {
        return new MessageProperties(
                expiry, payloadFormat, Optional.of(newContentType), responseTopic, correlationData, userProperties);
    }

    /** The same properties with this correlation data. */
    public MessageProperties withCorrelationData(Payload newCorrelationData) {
        return new MessageProperties(
                expiry, payloadFormat, contentType, responseTopic, Optional.of(newCorrelationData), userProperties);
    }
}
