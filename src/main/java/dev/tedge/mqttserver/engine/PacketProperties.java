package dev.tedge.mqttserver.engine;

import static io.netty.handler.codec.mqtt.MqttProperties.CONTENT_TYPE;
import static io.netty.handler.codec.mqtt.MqttProperties.CORRELATION_DATA;
import static io.netty.handler.codec.mqtt.MqttProperties.PAYLOAD_FORMAT_INDICATOR;
import static io.netty.handler.codec.mqtt.MqttProperties.PUBLICATION_EXPIRY_INTERVAL;
import static io.netty.handler.codec.mqtt.MqttProperties.RESPONSE_TOPIC;
import static io.netty.handler.codec.mqtt.MqttProperties.SUBSCRIPTION_IDENTIFIER;
import static io.netty.handler.codec.mqtt.MqttProperties.USER_PROPERTY;

import dev.tedge.mqttserver.MessageProperties;
import dev.tedge.mqttserver.MessageProperties.UserProperty;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.topic.TopicName;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads and writes the codec's properties. */
final class PacketProperties {

    private PacketProperties() {}

    /** Refuses properties that do not belong into a packet of this kind (MQTT 5, 2.2.2.2). */
    static void allowOnly(Set<Integer> allowed, MqttProperties properties, String packet) throws ProtocolException {
        for (MqttProperty<?> property : properties.listAll()) {
            if (!allowed.contains(property.propertyId())) {
                throw new ProtocolException(
                        ReasonCode.PROTOCOL_ERROR, packet + " has property " + property.propertyId());
            }
        }
    }

    static Optional<Integer> number(MqttProperties properties, int id) {
        return value(properties, id).map(Integer.class::cast);
    }

    /** A four-byte number without sign. */
    static Optional<Long> unsigned(MqttProperties properties, int id) {
        return number(properties, id).map(Integer::toUnsignedLong);
    }

    static Optional<String> text(MqttProperties properties, int id) {
        return value(properties, id).map(String.class::cast);
    }

    private static Optional<Object> value(MqttProperties properties, int id) {
        MqttProperty<?> property = properties.getProperty(id);
        return property == null ? Optional.empty() : Optional.ofNullable(property.value());
    }

    /** The properties that travel with a message, of a PUBLISH or of a will. */
    static MessageProperties read(MqttProperties properties) throws ProtocolException {
        Optional<Integer> format = number(properties, PAYLOAD_FORMAT_INDICATOR);
        if (format.filter(value -> value > 1).isPresent()) {
            throw new ProtocolException(ReasonCode.PROTOCOL_ERROR, "payload format " + format.get());
        }
        Optional<String> responseTopic = text(properties, RESPONSE_TOPIC);
        Optional<String> fault = responseTopic.flatMap(TopicName::fault);
        if (fault.isPresent()) {
            throw new ProtocolException(ReasonCode.PROTOCOL_ERROR, "response topic " + fault.get());
        }
        return new MessageProperties(
                unsigned(properties, PUBLICATION_EXPIRY_INTERVAL).map(Duration::ofSeconds),
                format,
                text(properties, CONTENT_TYPE),
                responseTopic,
                value(properties, CORRELATION_DATA).map(bytes -> Payload.copyOf((byte[]) bytes)),
                userProperties(properties));
    }

    private static List<UserProperty> userProperties(MqttProperties properties) {
        return properties.getProperties(USER_PROPERTY).stream()
                .map(property -> (MqttProperties.StringPair) property.value())
                .map(pair -> new UserProperty(pair.key, pair.value))
                .toList();
    }

    static MqttProperties write(MessageProperties message, List<Integer> subscriptionIds) {
        MqttProperties properties = new MqttProperties();
        message.payloadFormat().ifPresent(format -> add(properties, PAYLOAD_FORMAT_INDICATOR, format));
        message.expiry().ifPresent(time -> add(properties, PUBLICATION_EXPIRY_INTERVAL, (int) time.toSeconds()));
        message.contentType().ifPresent(type -> properties.add(new StringProperty(CONTENT_TYPE, type)));
        message.responseTopic().ifPresent(topic -> properties.add(new StringProperty(RESPONSE_TOPIC, topic)));
        message.correlationData()
                .ifPresent(data -> properties.add(new BinaryProperty(CORRELATION_DATA, data.toByteArray())));
        if (!message.userProperties().isEmpty()) {
            UserProperties all = new UserProperties();
            message.userProperties().forEach(pair -> all.add(pair.name(), pair.value()));
            properties.add(all);
        }
        subscriptionIds.forEach(id -> add(properties, SUBSCRIPTION_IDENTIFIER, id));
        return properties;
    }

    static void add(MqttProperties properties, int id, int value) {
        properties.add(new IntegerProperty(id, value));
    }

    static MqttProperties reason(String reason) {
        MqttProperties properties = new MqttProperties();
        properties.add(new StringProperty(MqttProperties.REASON_STRING, Objects.requireNonNull(reason)));
        return properties;
    }

    /** Bytes that {@link #write} will take, without the length in front. */
    static long size(MessageProperties message, List<Integer> subscriptionIds) {
        long size = message.payloadFormat().isPresent() ? 2 : 0;
        size += message.expiry().isPresent() ? 5 : 0;
        size += message.contentType()
                .map(type -> 3 + StoredMessage.utf8Size(type))
                .orElse(0);
        size += message.responseTopic()
                .map(topic -> 3 + StoredMessage.utf8Size(topic))
                .orElse(0);
        size += message.correlationData().map(data -> 3 + data.size()).orElse(0);
        for (UserProperty pair : message.userProperties()) {
            size += 5 + StoredMessage.utf8Size(pair.name()) + StoredMessage.utf8Size(pair.value());
        }
        for (int id : subscriptionIds) {
            size += 1 + Packets.lengthSize(id);
        }
        return size;
    }
}
