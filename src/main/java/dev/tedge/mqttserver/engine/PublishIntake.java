package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.MqttServerLimits;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.mqttserver.Verdict;
import dev.tedge.mqttserver.topic.TopicName;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Messages that come from one client: checks, aliases, acknowledgements (MQTT 5, 3.3 and 4.3). */
final class PublishIntake {

    private static final Set<Integer> PROPERTIES = Set.of(
            MqttProperties.PAYLOAD_FORMAT_INDICATOR,
            MqttProperties.PUBLICATION_EXPIRY_INTERVAL,
            MqttProperties.TOPIC_ALIAS,
            MqttProperties.RESPONSE_TOPIC,
            MqttProperties.CORRELATION_DATA,
            MqttProperties.USER_PROPERTY,
            MqttProperties.CONTENT_TYPE);

    private final Broker broker;
    private final Conversation conversation;
    private final MqttServerLimits.Packets limits;
    private final Map<Integer, String> topicsByAlias = new HashMap<>();
    /** Acknowledged, but the client cannot know it yet. */
    private int unflushed;

    PublishIntake(Broker broker, Conversation conversation) {
        this.broker = broker;
        this.conversation = conversation;
        this.limits = broker.config().limits().packets();
    }

    void flushed() {
        unflushed = 0;
    }

    void publish(MqttPublishMessage packet) throws ProtocolException {
        int qos = packet.fixedHeader().qosLevel().value();
        int packetId = packet.variableHeader().packetId();
        if (qos > limits.maximumQos()) {
            throw new ProtocolException(
                    ReasonCode.QOS_NOT_SUPPORTED, "QoS " + qos + " is above " + limits.maximumQos());
        }
        ServerMessage message = message(packet, qos);
        if (qos == 2 && conversation.session().received().contains(packetId)) {
            // Sent again because our PUBREC was lost; the message has been passed on.
            conversation.reply(MqttMessageType.PUBREC, packetId, ReasonCode.SUCCESS, "");
            return;
        }
        checkReceiveMaximum(qos);
        decide(message, packetId);
    }

    private void decide(ServerMessage message, int packetId) {
        Verdict verdict = broker.hooks().publish(conversation.client(), message);
        if (verdict instanceof Verdict.Allow) {
            accept(message, packetId);
        } else if (verdict instanceof Verdict.Refuse refusal) {
            acknowledge(message, packetId, refusal.reasonCode(), refusal.reason());
        } else if (verdict instanceof Verdict.RefuseAndDisconnect refusal) {
            if (conversation.terms().mqtt5()) {
                acknowledge(message, packetId, refusal.reasonCode(), refusal.reason());
            }
            conversation.end(refusal.reasonCode(), refusal.reason());
        } else if (verdict instanceof Verdict.Disconnect end) {
            conversation.end(end.reasonCode(), end.reason());
        } else if (verdict instanceof Verdict.Discard discarded) {
            if (conversation.terms().mqtt5()) {
                acknowledge(message, packetId, discarded.reasonCode(), discarded.reason());
            }
        } else if (verdict instanceof Verdict.HangUp silent) {
            conversation.hangUp(silent.reason());
        } else if (verdict instanceof Verdict.HalfClose half) {
            conversation.fallSilent(half.reason());
        }
    }

    private void accept(ServerMessage message, int packetId) {
        String clientId = conversation.client().clientId();
        int reasonCode = broker.router().accept(message, Optional.of(clientId));
        if (reasonCode < ReasonCode.UNSPECIFIED_ERROR) {
            acknowledge(message, packetId, reasonCode, "");
            broker.hooks().published(conversation.client(), message);
        } else {
            String reason = "no room to retain '" + message.topic() + "'";
            acknowledge(message, packetId, reasonCode, reason);
            broker.hooks().refused(clientId, reasonCode, reason);
        }
    }

    private ServerMessage message(MqttPublishMessage packet, int qos) throws ProtocolException {
        MqttPublishVariableHeader header = packet.variableHeader();
        PacketProperties.allowOnly(PROPERTIES, header.properties(), "PUBLISH");
        if (qos == 0 && packet.fixedHeader().isDup()) {
            throw new ProtocolException(ReasonCode.MALFORMED_PACKET, "DUP with QoS 0");
        }
        return new ServerMessage(
                topic(header),
                Payload.copyOf(packet.payload().nioBuffer()),
                qos,
                packet.fixedHeader().isRetain(),
                PacketProperties.read(header.properties()));
    }

    private String topic(MqttPublishVariableHeader header) throws ProtocolException {
        String topic = header.topicName();
        Optional<Integer> alias = PacketProperties.number(header.properties(), MqttProperties.TOPIC_ALIAS);
        if (alias.isPresent() && (alias.get() == 0 || alias.get() > limits.topicAliasMaximum())) {
            throw new ProtocolException(
                    ReasonCode.TOPIC_ALIAS_INVALID, "topic alias " + alias.get() + " of " + limits.topicAliasMaximum());
        }
        if (topic.isEmpty()) {
            return alias.flatMap(number -> Optional.ofNullable(topicsByAlias.get(number)))
                    .orElseThrow(() -> new ProtocolException(
                            ReasonCode.PROTOCOL_ERROR, "neither a topic nor a known topic alias"));
        }
        Optional<String> fault = TopicName.fault(topic);
        if (fault.isPresent()) {
            throw new ProtocolException(ReasonCode.TOPIC_NAME_INVALID, "topic " + fault.get());
        }
        alias.ifPresent(number -> topicsByAlias.put(number, topic));
        return topic;
    }

    /** Counts what the client cannot know to be acknowledged; 3.1.1 clients have not been told a maximum. */
    private void checkReceiveMaximum(int qos) throws ProtocolException {
        if (qos == 0) {
            return;
        }
        int open = conversation.session().received().size() + unflushed;
        if (conversation.terms().mqtt5() && open >= limits.receiveMaximum()) {
            throw new ProtocolException(
                    ReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
                    "more than " + limits.receiveMaximum() + " messages without acknowledgement");
        }
    }

    private void acknowledge(ServerMessage message, int packetId, int anyCode, String reason) {
        int reasonCode = Packets.publishCode(anyCode);
        Conversation.Outcome outcome = new Conversation.Outcome(message.topic(), reasonCode, reason);
        if (message.qos() == 1) {
            unflushed++;
            conversation.reply(MqttMessageType.PUBACK, packetId, outcome);
        } else if (message.qos() == 2) {
            if (reasonCode < 0x80 || !conversation.terms().mqtt5()) {
                conversation.session().received().add(packetId);
            } else {
                unflushed++;
            }
            conversation.reply(MqttMessageType.PUBREC, packetId, outcome);
        }
    }

    /** PUBREL: the client has given its packet id free. */
    void release(int packetId) {
        boolean known = conversation.session().received().remove(packetId);
        unflushed += known ? 1 : 0;
        conversation.reply(
                MqttMessageType.PUBCOMP,
                packetId,
                known ? ReasonCode.SUCCESS : ReasonCode.PACKET_IDENTIFIER_NOT_FOUND,
                known ? "" : "no message " + packetId + " waits for its release");
    }
}
