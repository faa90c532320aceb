package dev.tedge.mqttserver;

import java.time.Duration;
import java.util.List;

/**
 * Decides and observes. All methods are called on the server's only event loop: they must return at once
 * and may call {@link MqttServer#publish} and {@link MqttServer#disconnect}, whose effect follows after
 * the current packet. A hook that throws is logged; its verdict is then Disconnect with 0x83, and
 * {@link #deliver} then means no.
 */
public interface MqttServerHooks {

    /** Hooks that allow everything. */
    MqttServerHooks ALLOW_ALL = new MqttServerHooks() {};

    /** May this client connect? Asked before an older connection of the same client id is ended. */
    default Verdict connect(ConnectRequest request) {
        return Verdict.allow();
    }

    /** May this client publish this message? Also asked for its will, where anything but Allow drops it. */
    default Verdict publish(ConnectedClient client, ServerMessage message) {
        return Verdict.allow();
    }

    /**
     * May this client subscribe? Asked for each filter of a SUBSCRIBE, after its syntax was found good.
     *
     * @param filter as sent, with {@code $share/<group>/} if it is shared
     * @param qos as requested
     */
    default Verdict subscribe(ConnectedClient client, String filter, int qos) {
        return Verdict.allow();
    }

    /**
     * May this message go to this client? Asked when it is about to be sent, retained messages included;
     * false drops it silently.
     */
    default boolean deliver(ConnectedClient client, ServerMessage message) {
        return true;
    }

    /**
     * A packet has come from this client, or a message is on its way to it. The server asks for the time that the
     * connection shall rest: neither read from nor sent messages. What was read before is still handled, and asked
     * about: the latest end counts.
     *
     * @param bytes of the packet on the wire, without TLS
     * @return zero to go on
     */
    default Duration transferred(ConnectedClient client, long bytes) {
        return Duration.ZERO;
    }

    /**
     * A message is on its way to this client that its session has kept since before the client connected. The server
     * asks for the time until the next one; what comes meanwhile waits behind it, so that the order stays.
     *
     * @return zero to go on
     */
    default Duration storedSent(ConnectedClient client) {
        return Duration.ZERO;
    }

    /**
     * How to misbehave with a packet about a message: a PUBLISH to this client, or the acknowledgement of one of its
     * own. Asked when it is about to be written. Up to 1000 packets of a connection are held back; those above go at
     * once.
     */
    default Disturbance disturb(ConnectedClient client, String topic) {
        return Disturbance.NONE;
    }

    /** How often each session gets a message; 1 unless the server is to misbehave. */
    default int copies(ServerMessage message) {
        return 1;
    }

    /** Whether a message with the retain flag is kept for later subscribers, or removes what is kept. */
    default boolean retains(ServerMessage message) {
        return true;
    }

    /** The client has been accepted; its CONNACK is on the way. */
    default void connected(ConnectedClient client) {}

    /**
     * The server ends this connection; {@link #disconnected} follows.
     *
     * @param reasonCode that an MQTT 5 client is told in DISCONNECT
     */
    default void disconnecting(ConnectedClient client, int reasonCode) {}

    /** The connection has ended. Called once for each {@link #connected}. */
    default void disconnected(ConnectedClient client, ConnectionEnd end) {}

    /**
     * The client has subscribed; its SUBACK is on the way, unless the connection ends without.
     *
     * @param filters of one SUBSCRIBE that were granted, as sent; at least one
     */
    default void subscribed(ConnectedClient client, List<String> filters) {}

    /**
     * The client has unsubscribed; its UNSUBACK is on the way.
     *
     * @param filters of one UNSUBSCRIBE that were subscribed to until now; at least one
     */
    default void unsubscribed(ConnectedClient client, List<String> filters) {}

    /**
     * The server itself, not a hook, has refused a request: a broken rule of MQTT, a limit, a quirk. Mostly the
     * connection ends with it.
     *
     * @param clientId of a CONNECT, as far as it could be read, or of a connected client
     */
    default void refused(String clientId, int reasonCode, String reason) {}

    /** A message of this client, its will included, was accepted and has been passed on to the subscribers. */
    default void published(ConnectedClient client, ServerMessage message) {}
}
