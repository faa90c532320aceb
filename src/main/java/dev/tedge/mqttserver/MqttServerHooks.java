package dev.tedge.mqttserver;

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

    /** The client has been accepted; its CONNACK is on the way. */
    default void connected(ConnectedClient client) {}

    /** The connection has ended. Called once for each {@link #connected}. */
    default void disconnected(ConnectedClient client, String reason) {}

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
