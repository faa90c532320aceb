package dev.tedge.mqttserver;

import java.time.Instant;
import java.util.Objects;

/**
 * One accepted network connection of a client. A new connection of the same client is another object;
 * two are equal only when they are the same, so it can be the key of a map of state per connection.
 */
public final class ConnectedClient {

    private final ConnectRequest request;
    private final Instant since;

    public ConnectedClient(ConnectRequest request, Instant since) {
        this.request = Objects.requireNonNull(request, "request");
        this.since = Objects.requireNonNull(since, "since");
    }

    /** Its client id, assigned if it came without. */
    public String clientId() {
        return request.clientId();
    }

    /** Its CONNECT. */
    public ConnectRequest request() {
        return request;
    }

    /** When the server accepted it. */
    public Instant since() {
        return since;
    }

    @Override
    public String toString() {
        return "client " + clientId();
    }
}
