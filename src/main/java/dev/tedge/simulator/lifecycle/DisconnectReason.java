package dev.tedge.simulator.lifecycle;

import dev.tedge.mqttserver.ConnectionEnd;
import dev.tedge.mqttserver.ReasonCode;

/**
 * Why a connection has ended, in the words of AWS IoT Developer Guide, "Lifecycle events". AWS knows more of them: for
 * clients that were never connected, and for web sockets and custom authorizers, which are not simulated.
 */
enum DisconnectReason {
    /** DeleteConnection. */
    API_INITIATED_DISCONNECT,
    AUTH_ERROR,
    CLIENT_ERROR,
    CLIENT_INITIATED_DISCONNECT,
    CONNECTION_LOST,
    DUPLICATE_CLIENTID,
    MQTT_KEEP_ALIVE_TIMEOUT,
    SERVER_ERROR,
    SERVER_INITIATED_DISCONNECT,
    THROTTLED;

    static DisconnectReason of(ConnectionEnd end) {
        if (end instanceof ConnectionEnd.ByClient) {
            return CLIENT_INITIATED_DISCONNECT;
        }
        return end instanceof ConnectionEnd.ByServer server ? ofServer(server.reasonCode()) : CONNECTION_LOST;
    }

    private static DisconnectReason ofServer(int reasonCode) {
        return switch (reasonCode) {
            case ReasonCode.NOT_AUTHORIZED, ReasonCode.BAD_USER_NAME_OR_PASSWORD -> AUTH_ERROR;
            case ReasonCode.SESSION_TAKEN_OVER -> DUPLICATE_CLIENTID;
            case ReasonCode.KEEP_ALIVE_TIMEOUT -> MQTT_KEEP_ALIVE_TIMEOUT;
            case ReasonCode.UNSPECIFIED_ERROR, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR -> SERVER_ERROR;
            case ReasonCode.SERVER_UNAVAILABLE, ReasonCode.SERVER_BUSY, ReasonCode.SERVER_SHUTTING_DOWN ->
                SERVER_INITIATED_DISCONNECT;
            case ReasonCode.ADMINISTRATIVE_ACTION -> API_INITIATED_DISCONNECT;
            case ReasonCode.MESSAGE_RATE_TOO_HIGH -> THROTTLED;
            // All else is something that the client has sent, a payload over the quota for one.
            default -> CLIENT_ERROR;
        };
    }
}
