package dev.tedge.mqttserver.engine;

import static io.netty.handler.codec.mqtt.MqttProperties.ASSIGNED_CLIENT_IDENTIFIER;
import static io.netty.handler.codec.mqtt.MqttProperties.MAXIMUM_PACKET_SIZE;
import static io.netty.handler.codec.mqtt.MqttProperties.MAXIMUM_QOS;
import static io.netty.handler.codec.mqtt.MqttProperties.RECEIVE_MAXIMUM;
import static io.netty.handler.codec.mqtt.MqttProperties.SERVER_KEEP_ALIVE;
import static io.netty.handler.codec.mqtt.MqttProperties.SESSION_EXPIRY_INTERVAL;
import static io.netty.handler.codec.mqtt.MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE;
import static io.netty.handler.codec.mqtt.MqttProperties.TOPIC_ALIAS_MAXIMUM;

import dev.tedge.mqttserver.ConnectRequest;
import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.MqttServerLimits;
import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.Verdict;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** From CONNECT to CONNACK (MQTT 5, 3.1 and 3.2). */
final class Handshake {

    /** A CONNECT that is not as it must be is not answered in 3.1.1 (3.1.4). */
    private static final Set<Integer> MALFORMED =
            Set.of(ReasonCode.MALFORMED_PACKET, ReasonCode.PROTOCOL_ERROR, ReasonCode.TOPIC_NAME_INVALID);

    private final Broker broker;
    private final Connection connection;
    private final MqttServerLimits limits;

    Handshake(Broker broker, Connection connection) {
        this.broker = broker;
        this.connection = connection;
        this.limits = broker.config().limits();
    }

    /** Accepts or refuses; a refused connection is on its way to be closed. */
    void run(MqttConnectMessage packet) {
        ClientTerms terms = ClientTerms.MQTT_3;
        try {
            terms = ConnectPackets.terms(packet.variableHeader());
            ConnectPackets.Wish wish = ConnectPackets.read(packet, connection.certificates());
            ConnectRequest request = wish.request();
            checkLimits(request);
            Verdict verdict = broker.hooks().connect(request);
            if (verdict instanceof Verdict.Refuse refusal) {
                refuse(terms, refusal.reasonCode(), refusal.reason());
            } else if (verdict instanceof Verdict.RefuseAndDisconnect refusal) {
                refuse(terms, refusal.reasonCode(), refusal.reason());
            } else if (verdict instanceof Verdict.Discard refusal) {
                refuse(terms, refusal.reasonCode(), refusal.reason());
            } else if (verdict instanceof Verdict.Allow) {
                accept(wish, terms);
            } else {
                connection.close();
            }
        } catch (ProtocolException broken) {
            broker.hooks().refused(packet.payload().clientIdentifier(), broken.reasonCode(), broken.reason());
            if (!terms.mqtt5() && MALFORMED.contains(broken.reasonCode())) {
                connection.close();
            } else {
                refuse(terms, broken.reasonCode(), broken.reason());
            }
        }
    }

    private void refuse(ClientTerms terms, int reasonCode, String reason) {
        boolean ownCode = !terms.mqtt5() && reasonCode == ReasonCode.NOT_AUTHORIZED;
        connection.closeAfter(
                ownCode
                        ? Packets.connectRefusedIn311(broker.config().quirks().notAuthorizedIn311())
                        : Packets.connectRefused(terms, reasonCode, reason));
    }

    private void checkLimits(ConnectRequest request) throws ProtocolException {
        int willQos = request.will().map(will -> will.qos()).orElse(0);
        if (willQos > limits.packets().maximumQos()) {
            throw new ProtocolException(ReasonCode.QOS_NOT_SUPPORTED, "QoS " + willQos + " of the will");
        }
        boolean takesOver = broker.sessions().conversation(request.clientId()).isPresent();
        if (!takesOver && !broker.hasRoomForConnection()) {
            throw new ProtocolException(
                    ReasonCode.QUOTA_EXCEEDED, "more than " + limits.maximumConnections() + " connections");
        }
        if (!broker.sessions().hasRoomFor(request.clientId())) {
            throw new ProtocolException(
                    ReasonCode.QUOTA_EXCEEDED, "more than " + limits.queues().sessions() + " sessions");
        }
    }

    private void accept(ConnectPackets.Wish wish, ClientTerms terms) throws ProtocolException {
        ConnectRequest request = wish.request();
        Duration expiry = shorter(request.session().expiry(), limits.maximumSessionExpiry());
        Duration keepAlive = grantedKeepAlive(request.session().keepAlive());
        MqttProperties granted = granted(wish, expiry, keepAlive);
        if (terms.mqtt5() && !terms.haveRoomFor(Packets.connectAnswerSize(granted))) {
            throw new ProtocolException(
                    ReasonCode.PACKET_TOO_LARGE, "the client takes no packet that is as large as its CONNACK");
        }
        Sessions.Opened opened = broker.sessions().open(request, expiry);
        ConnectedClient client = new ConnectedClient(request, Instant.now());
        Conversation conversation = new Conversation(
                broker, connection, new Conversation.Accepted(client, terms, wish.will()), opened.session());
        broker.connectionOpened();
        connection.begin(conversation);
        opened.session().attach(conversation);
        connection.expectPacketWithin(keepAlive);
        connection.write(Packets.connectAccepted(opened.resumed(), granted));
        broker.hooks().connected(client);
        conversation.drain();
    }

    private Duration grantedKeepAlive(Duration wanted) {
        MqttServerLimits.KeepAlive range = limits.keepAlive();
        if (wanted.isZero()) {
            return range.whenNone();
        }
        Duration atLeast = wanted.compareTo(range.minimum()) < 0 ? range.minimum() : wanted;
        return shorter(atLeast, range.maximum());
    }

    /** What the client must know because it is not the protocol's default or not what it asked for. */
    private MqttProperties granted(ConnectPackets.Wish wish, Duration expiry, Duration keepAlive) {
        MqttProperties properties = new MqttProperties();
        ConnectRequest.SessionRequest session = wish.request().session();
        if (!expiry.equals(session.expiry())) {
            PacketProperties.add(properties, SESSION_EXPIRY_INTERVAL, (int) expiry.toSeconds());
        }
        if (!keepAlive.equals(session.keepAlive())) {
            PacketProperties.add(properties, SERVER_KEEP_ALIVE, (int) keepAlive.toSeconds());
        }
        if (wish.assignedClientId()) {
            properties.add(new StringProperty(
                    ASSIGNED_CLIENT_IDENTIFIER, wish.request().clientId()));
        }
        addLimits(properties);
        return properties;
    }

    private void addLimits(MqttProperties properties) {
        MqttServerLimits.Packets packets = limits.packets();
        if (packets.receiveMaximum() < 65_535) {
            PacketProperties.add(properties, RECEIVE_MAXIMUM, packets.receiveMaximum());
        }
        if (packets.maximumQos() < 2) {
            PacketProperties.add(properties, MAXIMUM_QOS, packets.maximumQos());
        }
        PacketProperties.add(properties, MAXIMUM_PACKET_SIZE, packets.maximumPacketSize());
        if (packets.topicAliasMaximum() > 0) {
            PacketProperties.add(properties, TOPIC_ALIAS_MAXIMUM, packets.topicAliasMaximum());
        }
        if (!broker.config().quirks().subscriptions().identifiers()) {
            PacketProperties.add(properties, SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0);
        }
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
