package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.ReasonCode;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import java.util.Optional;

/** Says in MQTT's words what the codec did not like. */
final class DecoderFaults {

    /**
     * What is wrong with a packet.
     *
     * @param refusal CONNACK to send, when it was a CONNECT that is understood well enough to be answered
     */
    record Fault(int reasonCode, String reason, Optional<MqttMessage> refusal) {

        /** Of a second CONNECT it does not matter which version it is of. */
        int reasonCodeOfDisconnect() {
            return reasonCode == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION ? ReasonCode.PROTOCOL_ERROR : reasonCode;
        }
    }

    private DecoderFaults() {}

    static Fault of(MqttMessage packet) {
        Throwable cause = packet.decoderResult().cause();
        String reason = String.valueOf(cause.getMessage());
        int reasonCode = reasonCode(packet, cause, reason);
        return new Fault(reasonCode, reason, refusal(packet, reasonCode, reason));
    }

    private static int reasonCode(MqttMessage packet, Throwable cause, String reason) {
        if (cause instanceof TooLongFrameException) {
            return ReasonCode.PACKET_TOO_LARGE;
        }
        if (cause instanceof MqttUnacceptableProtocolVersionException) {
            return ReasonCode.UNSUPPORTED_PROTOCOL_VERSION;
        }
        boolean wildcard = isA(packet, MqttMessageType.PUBLISH) && reason.contains("contains wildcards");
        return wildcard ? ReasonCode.TOPIC_NAME_INVALID : ReasonCode.MALFORMED_PACKET;
    }

    private static Optional<MqttMessage> refusal(MqttMessage packet, int reasonCode, String reason) {
        if (!isA(packet, MqttMessageType.CONNECT)) {
            return Optional.empty();
        }
        if (reasonCode == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION) {
            return Optional.of(Packets.connectRefused(ClientTerms.MQTT_3, reasonCode, reason));
        }
        boolean mqtt5 = packet.variableHeader() instanceof MqttConnectVariableHeader header && header.version() == 5;
        // 3.1.1 has no return code for a malformed packet: it is closed without a word.
        return mqtt5
                ? Optional.of(Packets.connectRefused(
                        new ClientTerms(true, 1, ClientTerms.ANY_SIZE, 0, true), reasonCode, reason))
                : Optional.empty();
    }

    private static boolean isA(MqttMessage packet, MqttMessageType type) {
        MqttFixedHeader header = packet.fixedHeader();
        return header != null && header.messageType() == type;
    }
}
