package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.ConnectionEnd;
import dev.tedge.mqttserver.Disturbance;
import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.ServerMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The exchange with an accepted client, from its CONNACK to the end of the connection. */
final class Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private static final Set<Integer> REPLY_PROPERTIES =
            Set.of(MqttProperties.REASON_STRING, MqttProperties.USER_PROPERTY);
    private static final Set<Integer> DISCONNECT_PROPERTIES =
            Set.of(MqttProperties.REASON_STRING, MqttProperties.USER_PROPERTY, MqttProperties.SESSION_EXPIRY_INTERVAL);

    private final Broker broker;
    private final Connection connection;
    private final ConnectedClient client;
    private final ClientTerms terms;
    private final Session session;
    private final PublishIntake intake;
    private final SubscribeRequests subscribes;
    private final TopicAliases aliases;
    /** Between messages that the session has kept. */
    private final Rest catchingUp;

    private final Disorder disorder;
    private Optional<Will> will;
    private boolean ended;

    Conversation(Broker broker, Connection connection, Accepted accepted, Session session) {
        this.broker = broker;
        this.connection = connection;
        this.client = accepted.client();
        this.terms = accepted.terms();
        this.will = accepted.will();
        this.session = session;
        this.intake = new PublishIntake(broker, this);
        this.subscribes = new SubscribeRequests(broker, this);
        int mostAliases = broker.config().limits().packets().topicAliasMaximum();
        this.aliases = new TopicAliases(Math.min(terms.topicAliasMaximum(), mostAliases));
        this.catchingUp = new Rest(broker.loop(), this::drain);
        this.disorder = new Disorder(broker.loop(), this::write);
    }

    /** What a client comes in with. */
    record Accepted(ConnectedClient client, ClientTerms terms, Optional<Will> will) {}

    ConnectedClient client() {
        return client;
    }

    ClientTerms terms() {
        return terms;
    }

    Session session() {
        return session;
    }

    TopicAliases aliases() {
        return aliases;
    }

    boolean writable() {
        return !ended && !catchingUp.isOn() && connection.takesMessages();
    }

    void write(MqttMessage packet) {
        connection.write(packet);
    }

    /** What the hooks want done to the next packet about a message to this topic; to be asked once for each. */
    Disturbance disturbance(String topic) {
        return broker.hooks().disturb(client, topic);
    }

    /** Sends a packet, or does to it what the hooks want. */
    void write(MqttMessage packet, Disturbance how) {
        if (how.equals(Disturbance.NONE)) {
            write(packet);
        } else {
            disorder.write(packet, how);
        }
    }

    boolean mayGet(ServerMessage message) {
        return broker.hooks().deliver(client, message);
    }

    /** Sends what waits for the client, as far as it may be sent now. */
    void drain() {
        session.outgoing().drain(this);
    }

    /** A message of so many bytes is on its way to the client. */
    void sent(long bytes) {
        connection.rest(broker.hooks().transferred(client, bytes));
    }

    /** What was sent last has waited since before the client connected. */
    void sentStored() {
        catchingUp.atLeast(broker.hooks().storedSent(client));
    }

    void flushed() {
        intake.flushed();
    }

    /** PUBACK and the like, with the reason if the client wants to know. */
    void reply(MqttMessageType type, int packetId, int reasonCode, String reason) {
        write(replyPacket(type, packetId, reasonCode, reason));
    }

    /** {@link #reply} to a message to this topic. */
    void reply(MqttMessageType type, int packetId, Outcome outcome) {
        write(replyPacket(type, packetId, outcome.reasonCode(), outcome.reason()), disturbance(outcome.topic()));
    }

    /** What became of a message to this topic. */
    record Outcome(String topic, int reasonCode, String reason) {}

    private MqttMessage replyPacket(MqttMessageType type, int packetId, int reasonCode, String reason) {
        return Packets.reply(type, packetId, reasonCode, reason(reason, 0));
    }

    /**
     * The reason as properties of an acknowledgement with a payload of so many bytes: none if there is no reason, the
     * client does not want to know, or has no room for it.
     */
    MqttProperties reason(String reason, int payload) {
        boolean explain = terms.problemInformation() && !reason.isEmpty() && terms.haveRoomFor(reason, payload);
        return explain ? PacketProperties.reason(reason) : MqttProperties.NO_PROPERTIES;
    }

    void handle(MqttMessage packet) throws ProtocolException {
        connection.rest(broker.hooks().transferred(client, Packets.size(packet)));
        switch (packet.fixedHeader().messageType()) {
            case PUBLISH -> intake.publish((MqttPublishMessage) packet);
            case PUBREL -> intake.release(replyHeader(packet).messageId());
            case PUBACK -> session.outgoing().acknowledged(replyHeader(packet).messageId(), this);
            case PUBREC ->
                session.outgoing()
                        .received(
                                replyHeader(packet).messageId(),
                                Byte.toUnsignedInt(replyHeader(packet).reasonCode()),
                                this);
            case PUBCOMP -> session.outgoing().completed(replyHeader(packet).messageId(), this);
            case SUBSCRIBE -> subscribes.subscribe((MqttSubscribeMessage) packet);
            case UNSUBSCRIBE -> subscribes.unsubscribe((MqttUnsubscribeMessage) packet);
            case PINGREQ -> write(Packets.PING_RESPONSE);
            case DISCONNECT -> goodbye((MqttReasonCodeAndPropertiesVariableHeader) packet.variableHeader());
            case CONNECT -> throw new ProtocolException(ReasonCode.PROTOCOL_ERROR, "second CONNECT");
            default ->
                throw new ProtocolException(
                        ReasonCode.PROTOCOL_ERROR, packet.fixedHeader().messageType() + " is not for a client to send");
        }
    }

    private static MqttPubReplyMessageVariableHeader replyHeader(MqttMessage packet) throws ProtocolException {
        MqttPubReplyMessageVariableHeader header = (MqttPubReplyMessageVariableHeader) packet.variableHeader();
        PacketProperties.allowOnly(
                REPLY_PROPERTIES,
                header.properties(),
                packet.fixedHeader().messageType().name());
        return header;
    }

    private void goodbye(MqttReasonCodeAndPropertiesVariableHeader header) throws ProtocolException {
        PacketProperties.allowOnly(DISCONNECT_PROPERTIES, header.properties(), "DISCONNECT");
        Optional<Duration> expiry = PacketProperties.unsigned(
                        header.properties(), MqttProperties.SESSION_EXPIRY_INTERVAL)
                .map(Duration::ofSeconds);
        if (expiry.isPresent()) {
            boolean wasZero = client.request().session().expiry().isZero();
            if (wasZero && !expiry.get().isZero()) {
                throw new ProtocolException(
                        ReasonCode.PROTOCOL_ERROR, "session expiry at DISCONNECT, but none at CONNECT");
            }
            session.expireAfter(
                    Handshake.shorter(expiry.get(), broker.config().limits().maximumSessionExpiry()));
        }
        int reasonCode = Byte.toUnsignedInt(header.reasonCode());
        if (reasonCode == ReasonCode.SUCCESS) {
            will = Optional.empty();
        }
        ended(new ConnectionEnd.ByClient(reasonCode, "client said good-bye with reason code " + reasonCode));
        connection.close();
    }

    /** Ends the connection because the client does what the server itself does not allow. */
    void refuse(int reasonCode, String reason) {
        broker.hooks().refused(client.clientId(), reasonCode, reason);
        end(reasonCode, reason);
    }

    /** Ends the connection from our side. The will is published. Does nothing when it has ended before. */
    void end(int reasonCode, String reason) {
        if (!ended) {
            LOG.debug("The connection of {} ends with 0x{}: {}", client, Integer.toHexString(reasonCode), reason);
            broker.hooks().disconnecting(client, reasonCode);
            ended(new ConnectionEnd.ByServer(reasonCode, reason));
            if (terms.mqtt5()) {
                connection.closeAfter(Packets.disconnect(terms, reasonCode, reason));
            } else {
                connection.close();
            }
        }
    }

    /** As {@link #end}, but without a word. */
    void hangUp(String reason) {
        if (!ended) {
            LOG.debug("The connection of {} ends without a word: {}", client, reason);
            ended(new ConnectionEnd.ByServer(ReasonCode.UNSPECIFIED_ERROR, reason));
            connection.close();
        }
    }

    /** Says and answers nothing from now on; the client, or its silence, ends the connection. */
    void fallSilent(String reason) {
        LOG.debug("Our side of the connection of {} is closed: {}", client, reason);
        connection.closeOurSide();
    }

    /** As {@link #end}, but nobody is left to receive a will. */
    void endWithServer() {
        will = Optional.empty();
        end(ReasonCode.SERVER_SHUTTING_DOWN, "the server is shutting down");
    }

    /** The connection is gone already. Does nothing when it has ended before. */
    void lost(String reason) {
        if (!ended) {
            ended(new ConnectionEnd.Lost(reason));
        }
    }

    private void ended(ConnectionEnd end) {
        ended = true;
        disorder.close();
        broker.connectionClosed();
        broker.sessions().disconnected(session, client, will);
        broker.hooks().disconnected(client, end);
    }
}
