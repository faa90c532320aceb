package dev.tedge.mqttserver.engine;

import static io.netty.handler.codec.mqtt.MqttProperties.AUTHENTICATION_DATA;
import static io.netty.handler.codec.mqtt.MqttProperties.AUTHENTICATION_METHOD;
import static io.netty.handler.codec.mqtt.MqttProperties.CONTENT_TYPE;
import static io.netty.handler.codec.mqtt.MqttProperties.CORRELATION_DATA;
import static io.netty.handler.codec.mqtt.MqttProperties.MAXIMUM_PACKET_SIZE;
import static io.netty.handler.codec.mqtt.MqttProperties.PAYLOAD_FORMAT_INDICATOR;
import static io.netty.handler.codec.mqtt.MqttProperties.PUBLICATION_EXPIRY_INTERVAL;
import static io.netty.handler.codec.mqtt.MqttProperties.RECEIVE_MAXIMUM;
import static io.netty.handler.codec.mqtt.MqttProperties.REQUEST_PROBLEM_INFORMATION;
import static io.netty.handler.codec.mqtt.MqttProperties.REQUEST_RESPONSE_INFORMATION;
import static io.netty.handler.codec.mqtt.MqttProperties.RESPONSE_TOPIC;
import static io.netty.handler.codec.mqtt.MqttProperties.SESSION_EXPIRY_INTERVAL;
import static io.netty.handler.codec.mqtt.MqttProperties.TOPIC_ALIAS_MAXIMUM;
import static io.netty.handler.codec.mqtt.MqttProperties.USER_PROPERTY;
import static io.netty.handler.codec.mqtt.MqttProperties.WILL_DELAY_INTERVAL;

import dev.tedge.mqttserver.ConnectRequest;
import dev.tedge.mqttserver.ConnectRequest.Credentials;
import dev.tedge.mqttserver.ConnectRequest.SessionRequest;
import dev.tedge.mqttserver.MqttServerLimits;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.mqttserver.topic.TopicName;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads CONNECT packets (MQTT 5, 3.1; MQTT 3.1.1, 3.1). */
final class ConnectPackets {

    private static final int MQTT_5 = 5;
    private static final int MQTT_3_1_1 = 4;
    private static final Set<Integer> CONNECT_PROPERTIES = Set.of(
            SESSION_EXPIRY_INTERVAL,
            RECEIVE_MAXIMUM,
            MAXIMUM_PACKET_SIZE,
            TOPIC_ALIAS_MAXIMUM,
            REQUEST_RESPONSE_INFORMATION,
            REQUEST_PROBLEM_INFORMATION,
            USER_PROPERTY,
            AUTHENTICATION_METHOD,
            AUTHENTICATION_DATA);
    private static final Set<Integer> WILL_PROPERTIES = Set.of(
            WILL_DELAY_INTERVAL,
            PAYLOAD_FORMAT_INDICATOR,
            PUBLICATION_EXPIRY_INTERVAL,
            CONTENT_TYPE,
            RESPONSE_TOPIC,
            CORRELATION_DATA,
            USER_PROPERTY);

    /**
     * What a client wants.
     *
     * @param assignedClientId true when it came without client id and the one in the request is ours
     */
    record Wish(ConnectRequest request, Optional<Will> will, boolean assignedClientId) {}

    private ConnectPackets() {}

    static ClientTerms terms(MqttConnectVariableHeader header) throws ProtocolException {
        if (header.version() < MQTT_3_1_1) {
            throw new ProtocolException(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, "MQTT 5 or 3.1.1 is needed");
        }
        if (header.version() != MQTT_5) {
            return ClientTerms.MQTT_3;
        }
        MqttProperties properties = header.properties();
        return new ClientTerms(
                true,
                PacketProperties.number(properties, RECEIVE_MAXIMUM).orElse(65_535),
                PacketProperties.unsigned(properties, MAXIMUM_PACKET_SIZE).orElse(ClientTerms.ANY_SIZE),
                PacketProperties.number(properties, TOPIC_ALIAS_MAXIMUM).orElse(0),
                PacketProperties.number(properties, REQUEST_PROBLEM_INFORMATION).orElse(1) == 1);
    }

    static Wish read(MqttConnectMessage packet, List<X509Certificate> certificates) throws ProtocolException {
        MqttConnectVariableHeader header = packet.variableHeader();
        MqttConnectPayload payload = packet.payload();
        check(header);
        boolean withoutId = payload.clientIdentifier().isEmpty();
        if (withoutId && header.version() == MQTT_3_1_1 && !header.isCleanSession()) {
            throw new ProtocolException(
                    ReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
                    "a client that wants to keep its session needs a client id");
        }
        String clientId = withoutId ? "auto-" + UUID.randomUUID() : payload.clientIdentifier();
        Duration expiry = expiry(header);
        Optional<Will> will = header.isWillFlag() ? Optional.of(will(header, payload)) : Optional.empty();
        SessionRequest session =
                new SessionRequest(header.isCleanSession(), expiry, Duration.ofSeconds(header.keepAliveTimeSeconds()));
        Credentials credentials = new Credentials(
                Optional.ofNullable(payload.userName()),
                Optional.ofNullable(payload.passwordInBytes()).map(Payload::copyOf),
                certificates);
        ConnectRequest request =
                new ConnectRequest(clientId, header.version(), credentials, session, will.map(Will::message));
        return new Wish(request, will, withoutId);
    }

    private static void check(MqttConnectVariableHeader header) throws ProtocolException {
        MqttProperties properties = header.properties();
        PacketProperties.allowOnly(CONNECT_PROPERTIES, properties, "CONNECT");
        if (PacketProperties.text(properties, AUTHENTICATION_METHOD).isPresent()) {
            throw new ProtocolException(
                    ReasonCode.BAD_AUTHENTICATION_METHOD, "extended authentication is not supported");
        }
        boolean zero = PacketProperties.number(properties, RECEIVE_MAXIMUM).equals(Optional.of(0))
                || PacketProperties.number(properties, MAXIMUM_PACKET_SIZE).equals(Optional.of(0));
        if (zero) {
            throw new ProtocolException(ReasonCode.PROTOCOL_ERROR, "a maximum of 0");
        }
        boolean willWithoutFlag = !header.isWillFlag() && (header.willQos() != 0 || header.isWillRetain());
        boolean passwordAlone = header.version() == MQTT_3_1_1 && header.hasPassword() && !header.hasUserName();
        if (willWithoutFlag || passwordAlone || header.willQos() > 2) {
            throw new ProtocolException(ReasonCode.MALFORMED_PACKET, "connect flags contradict each other");
        }
    }

    /** A 3.1.1 session ends with the connection or never. */
    private static Duration expiry(MqttConnectVariableHeader header) {
        if (header.version() == MQTT_3_1_1) {
            return header.isCleanSession() ? Duration.ZERO : MqttServerLimits.NEVER;
        }
        return PacketProperties.unsigned(header.properties(), SESSION_EXPIRY_INTERVAL)
                .map(Duration::ofSeconds)
                .orElse(Duration.ZERO);
    }

    private static Will will(MqttConnectVariableHeader header, MqttConnectPayload payload) throws ProtocolException {
        PacketProperties.allowOnly(WILL_PROPERTIES, payload.willProperties(), "the will");
        String topic = Optional.ofNullable(payload.willTopic()).orElse("");
        Optional<String> fault = TopicName.fault(topic);
        if (fault.isPresent()) {
            throw new ProtocolException(ReasonCode.TOPIC_NAME_INVALID, "topic of the will " + fault.get());
        }
        ServerMessage message = new ServerMessage(
                topic,
                Optional.ofNullable(payload.willMessageInBytes())
                        .map(Payload::copyOf)
                        .orElse(Payload.EMPTY),
                header.willQos(),
                header.isWillRetain(),
                PacketProperties.read(payload.willProperties()));
        Duration delay = PacketProperties.unsigned(payload.willProperties(), WILL_DELAY_INTERVAL)
                .map(Duration::ofSeconds)
                .orElse(Duration.ZERO);
        return new Will(message, delay);
    }
}
