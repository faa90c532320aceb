package dev.tedge.mqttserver.engine;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the server keeps of a client, connected or not (MQTT 5, 4.1). */
final class Session {

    private final String clientId;
    private final int protocolVersion;
    private final Outgoing outgoing;
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    /** Packet ids of QoS 2 messages that were passed on and not yet released by the client. */
    private final Set<Integer> received = new HashSet<>();

    // Changes with each connection.
    private Optional<Conversation> conversation = Optional.empty();
    private Duration expiry = Duration.ZERO;

    /** @param protocolVersion that it was begun with */
    Session(String clientId, int protocolVersion, Outgoing outgoing) {
        this.clientId = clientId;
        this.protocolVersion = protocolVersion;
        this.outgoing = outgoing;
    }

    String clientId() {
        return clientId;
    }

    int protocolVersion() {
        return protocolVersion;
    }

    Outgoing outgoing() {
        return outgoing;
    }

    /** By filter as sent. */
    Map<String, Subscription> subscriptions() {
        return subscriptions;
    }

    Set<Integer> received() {
        return received;
    }

    /** The conversation with its client, while it is connected. */
    Optional<Conversation> conversation() {
        return conversation;
    }

    void attach(Conversation newConversation) {
        conversation = Optional.of(newConversation);
        outgoing.attach(newConversation.terms().receiveMaximum());
    }

    void detach() {
        conversation = Optional.empty();
        outgoing.detach();
    }

    /** How long it lives on after its connection. */
    Duration expiry() {
        return expiry;
    }

    void expireAfter(Duration newExpiry) {
        expiry = newExpiry;
    }
}
