package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.ServerMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.util.List;
import java.util.Set;

/** Packets that the server sends. The codec leaves out what the client's version does not have. */
final class Packets {

    static final MqttMessage PING_RESPONSE = MqttMessage.PINGRESP;

    /** Codes that PUBACK and PUBREC know (MQTT 5, 3.4.2.1). */
    private static final Set<Integer> PUBLISH_CODES = Set.of(
            ReasonCode.SUCCESS,
            ReasonCode.NO_MATCHING_SUBSCRIBERS,
            ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
            ReasonCode.NOT_AUTHORIZED,
            ReasonCode.TOPIC_NAME_INVALID,
            0x91,
            ReasonCode.QUOTA_EXCEEDED,
            ReasonCode.PAYLOAD_FORMAT_INVALID);

    /** Codes below 0xA3 and above 0x80 that DISCONNECT does not know (MQTT 5, 3.14.2.1). */
    private static final Set<Integer> NOT_OF_DISCONNECT =
            Set.of(0x84, 0x85, 0x86, 0x88, 0x8A, ReasonCode.BAD_AUTHENTICATION_METHOD, 0x91, 0x92);

    private Packets() {}

    static MqttMessage connectAccepted(boolean sessionPresent, MqttProperties properties) {
        return connectAnswer(MqttConnectReturnCode.CONNECTION_ACCEPTED, sessionPresent, properties);
    }

    static MqttMessage connectRefused(ClientTerms terms, int reasonCode, String reason) {
        MqttConnectReturnCode code = terms.mqtt5() ? mqtt5Code(reasonCode) : mqtt3Code(reasonCode);
        return connectAnswer(code, false, reasonIfItFits(terms, reason));
    }

    /** CONNACK of 3.1.1 with a return code that the codec need not know. */
    static ByteBuf connectRefusedIn311(int returnCode) {
        return Unpooled.wrappedBuffer(new byte[] {0x20, 2, 0, (byte) returnCode});
    }

    private static MqttProperties reasonIfItFits(ClientTerms terms, String reason) {
        return terms.haveRoomFor(reason) ? PacketProperties.reason(reason) : MqttProperties.NO_PROPERTIES;
    }

    private static MqttMessage connectAnswer(
            MqttConnectReturnCode code, boolean sessionPresent, MqttProperties properties) {
        return new MqttConnAckMessage(
                header(MqttMessageType.CONNACK, 0), new MqttConnAckVariableHeader(code, sessionPresent, properties));
    }

    private static MqttConnectReturnCode mqtt5Code(int reasonCode) {
        try {
            return MqttConnectReturnCode.valueOf((byte) reasonCode);
        } catch (IllegalArgumentException notForConnect) {
            return MqttConnectReturnCode.CONNECTION_REFUSED_UNSPECIFIED_ERROR;
        }
    }

    private static MqttConnectReturnCode mqtt3Code(int reasonCode) {
        return switch (reasonCode) {
            case ReasonCode.UNSUPPORTED_PROTOCOL_VERSION ->
                MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION;
            case ReasonCode.CLIENT_IDENTIFIER_NOT_VALID -> MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED;
            case ReasonCode.BAD_USER_NAME_OR_PASSWORD ->
                MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD;
            case ReasonCode.NOT_AUTHORIZED -> MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
            default -> MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;
        };
    }

    static MqttMessage publish(
            ServerMessage message, TopicAliases.Name name, Delivery delivery, int packetId, boolean duplicate) {
        MqttFixedHeader header = new MqttFixedHeader(
                MqttMessageType.PUBLISH, duplicate, MqttQoS.valueOf(delivery.qos()), delivery.retain(), 0);
        MqttProperties properties = PacketProperties.write(message.properties(), delivery.subscriptionIds());
        if (name.alias() > 0) {
            PacketProperties.add(properties, MqttProperties.TOPIC_ALIAS, name.alias());
        }
        return new MqttPublishMessage(
                header,
                new MqttPublishVariableHeader(name.text(), packetId, properties),
                Unpooled.wrappedBuffer(message.payload().asByteBuffer()));
    }

    /** Bytes of a PUBLISH on the wire. */
    static long publishSize(ServerMessage message, TopicAliases.Name name, Delivery delivery, boolean mqtt5) {
        long rest = 2L + StoredMessage.utf8Size(name.text()) + message.payload().size();
        rest += delivery.qos() > 0 ? 2 : 0;
        if (mqtt5) {
            long properties = PacketProperties.size(message.properties(), delivery.subscriptionIds())
                    + (name.alias() > 0 ? 3 : 0);
            rest += lengthSize(properties) + properties;
        }
        return 1 + lengthSize(rest) + rest;
    }

    /** Bytes of a CONNACK with these properties on the wire. */
    static long connectAnswerSize(MqttProperties properties) {
        long size = 0;
        for (MqttProperties.MqttProperty<?> property : properties.listAll()) {
            size += switch (property.propertyId()) {
                case MqttProperties.MAXIMUM_QOS, MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE -> 2;
                case MqttProperties.RECEIVE_MAXIMUM,
                        MqttProperties.TOPIC_ALIAS_MAXIMUM,
                        MqttProperties.SERVER_KEEP_ALIVE -> 3;
                case MqttProperties.ASSIGNED_CLIENT_IDENTIFIER ->
                    3 + StoredMessage.utf8Size(String.valueOf(property.value()));
                default -> 5;
            };
        }
        long rest = 2 + lengthSize(size) + size;
        return 1 + lengthSize(rest) + rest;
    }

    /** Bytes that a packet had on the wire. */
    static long size(MqttMessage received) {
        int rest = received.fixedHeader().remainingLength();
        return 1L + lengthSize(rest) + rest;
    }

    /** Bytes of a Variable Byte Integer (MQTT 5, 1.5.5). */
    static int lengthSize(long value) {
        int size = 1;
        for (long rest = value >> 7; rest > 0; rest >>= 7) {
            size++;
        }
        return size;
    }

    /** The code as PUBACK and PUBREC can say it. */
    static int publishCode(int reasonCode) {
        return PUBLISH_CODES.contains(reasonCode) ? reasonCode : ReasonCode.UNSPECIFIED_ERROR;
    }

    /** PUBACK, PUBREC, PUBREL or PUBCOMP. */
    static MqttMessage reply(MqttMessageType type, int packetId, int reasonCode, MqttProperties properties) {
        return new MqttMessage(
                header(type, type == MqttMessageType.PUBREL ? 1 : 0),
                new MqttPubReplyMessageVariableHeader(packetId, (byte) reasonCode, properties));
    }

    static MqttMessage subscribed(int packetId, List<Integer> reasonCodes, MqttProperties properties) {
        return new MqttSubAckMessage(
                header(MqttMessageType.SUBACK, 0),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, properties),
                new MqttSubAckPayload(reasonCodes));
    }

    static MqttMessage unsubscribed(int packetId, List<Short> reasonCodes, MqttProperties properties) {
        return new MqttUnsubAckMessage(
                header(MqttMessageType.UNSUBACK, 0),
                new MqttMessageIdAndPropertiesVariableHeader(packetId, properties),
                new MqttUnsubAckPayload(reasonCodes));
    }

    static MqttMessage disconnect(ClientTerms terms, int reasonCode, String reason) {
        boolean unknown = NOT_OF_DISCONNECT.contains(reasonCode) || reasonCode > 0xA2;
        int code = unknown ? ReasonCode.UNSPECIFIED_ERROR : reasonCode;
        return new MqttMessage(
                header(MqttMessageType.DISCONNECT, 0),
                new MqttReasonCodeAndPropertiesVariableHeader((byte) code, reasonIfItFits(terms, reason)));
    }

    private static MqttFixedHeader header(MqttMessageType type, int qos) {
        return new MqttFixedHeader(type, false, MqttQoS.valueOf(qos), false, 0);
    }
}
