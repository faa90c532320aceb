package dev.tedge.link.paho;

import dev.tedge.link.session.MessageProperties;
import dev.tedge.link.session.UserProperty;
import dev.tedge.message.Payload;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/** The properties of a message as {@code CamelPahoMqtt5MsgProperties} has them. */
public final class PahoProperties {

    private PahoProperties() {}

    /**
     * They in our words; empty when nothing is said.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Optional<MessageProperties> read(Object ofPaho) {
        if (!(ofPaho instanceof MqttProperties properties)) {
            throw new IllegalArgumentException("A %s is not the properties of a message"
                    .formatted(ofPaho.getClass().getName()));
        }
        @Nullable Long expiry = properties.getMessageExpiryInterval();
        MessageProperties read = new MessageProperties(
                Optional.ofNullable(properties.getResponseTopic()).filter(topic -> !topic.isEmpty()),
                Optional.ofNullable(properties.getCorrelationData()).map(Payload::of),
                new MessageProperties.Format(
                        Optional.ofNullable(properties.getContentType()), properties.getPayloadFormat()),
                expiry == null ? OptionalLong.empty() : OptionalLong.of(expiry),
                properties.getUserProperties().stream()
                        .map(each -> new UserProperty(each.getKey(), each.getValue()))
                        .toList());
        return read.isEmpty() ? Optional.empty() : Optional.of(read);
    }
}
