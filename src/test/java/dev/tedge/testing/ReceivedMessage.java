package dev.tedge.testing;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A message as an {@link MqttProbe} has received it.
 *
 * @param order 0 for the probe's first message, 1 for the next, and so on
 * @param at when it arrived
 * @param topic where it was published
 * @param payload its content, read-only
 * @param qos 0, 1 or 2
 * @param retained whether it was sent because it was retained
 * @param userProperties MQTT 5 section 3.3.2.3.7; of a repeated name the last value
 */
public record ReceivedMessage(
        int order,
        Instant at,
        String topic,
        ByteBuffer payload,
        int qos,
        boolean retained,
        Map<String, String> userProperties) {

    /** Checks that nothing is missing and copies what could change. */
    public ReceivedMessage {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(topic, "topic");
        payload = ByteBuffer.allocate(payload.remaining())
                .put(payload.duplicate())
                .flip()
                .asReadOnlyBuffer();
        userProperties = Map.copyOf(userProperties);
    }

    static ReceivedMessage of(int order, Mqtt5Publish publish) {
        Map<String, String> properties = publish.getUserProperties().asList().stream()
                .collect(Collectors.toMap(
                        property -> property.getName().toString(),
                        property -> property.getValue().toString(),
                        (earlier, later) -> later));
        return new ReceivedMessage(
                order,
                Instant.now(),
                publish.getTopic().toString(),
                publish.getPayload().orElseGet(() -> ByteBuffer.allocate(0)),
                publish.getQos().getCode(),
                publish.isRetain(),
                properties);
    }

    /** A view of its own for each caller: reading it moves no other's position. */
    @Override
    public ByteBuffer payload() {
        return payload.duplicate();
    }

    /** The payload as UTF-8; what is not UTF-8 becomes U+FFFD. */
    public String text() {
        return StandardCharsets.UTF_8.decode(payload()).toString();
    }
}
