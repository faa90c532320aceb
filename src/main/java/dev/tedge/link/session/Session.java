package dev.tedge.link.session;

import java.util.List;

/**
 * A connection that was accepted by the broker. No method blocks; every outcome comes through a listener, on a thread of the
 * session, whose work must be short.
 */
public interface Session {

    /** Hears how a session begins, what comes in, and how it ends. Called on threads of the session, whose work must be short. */
    interface Listener {

        /** The broker has accepted the connection. Called once, before anything else. */
        void opened(Session session, Grant grant);

        /** A message came in. It counts as delivered only after {@link Session#acknowledge}. */
        void arrived(Session session, InboundMessage message);

        /** The attempt failed, or the session ended by itself. Called at most once, and nothing follows it. */
        void ended(LinkFailure failure);
    }

    /** Hears what became of one published message. Called once at most: not at all when the session ends before. */
    interface PublishListener {

        /**
         * The broker has answered, or, with QoS 0, the message is written.
         *
         * @param reasonCode the reason code of the PUBACK, 0 with QoS 0
         */
        void acknowledged(int reasonCode);
    }

    /** Hears the answer to a SUBSCRIBE. */
    interface SubscribeListener {

        /**
         * @param reasonCodes one for each filter, in their order; 0x80 and above is a refusal (MQTT 5, section 3.9.3)
         */
        void answered(List<Integer> reasonCodes);
    }

    /**
     * What the broker grants for this connection.
     *
     * @param sessionPresent whether the broker still has our session of before
     * @param receiveMaximum how many messages may be unacknowledged
     * @param maximumPacketSize the largest packet that it takes, in bytes
     * @param sessionExpirySeconds how long it keeps the session after the connection ended
     * @param subscriptionIdentifiers whether it says which subscription a message is sent for
     */
    record Grant(
            boolean sessionPresent,
            int receiveMaximum,
            long maximumPacketSize,
            long sessionExpirySeconds,
            boolean subscriptionIdentifiers) {}

    /**
     * Sends a message.
     *
     * @throws RefusedBySession when it can't be sent over this or any later connection as it is
     * @throws SessionClosed when the connection is ending: the message has not been sent
     */
    void publish(OutboundMessage message, PublishListener listener) throws RefusedBySession, SessionClosed;

    /** Sends one SUBSCRIBE with all these filters. Does nothing when the connection is ending. */
    void subscribe(List<Subscription> subscriptions, SubscribeListener listener);

    /** Sends one SUBSCRIBE with one filter and its identifier. Does nothing when the connection is ending. */
    void subscribeIdentified(Subscription subscription, SubscribeListener listener);

    /** Sends one UNSUBSCRIBE, whose answer does not matter. Does nothing when the connection is ending. */
    void unsubscribe(List<String> filters);

    /** Acknowledges a message of this session to the broker. Does nothing with QoS 0 or when the connection is ending. */
    void acknowledge(InboundMessage message);

    /**
     * Says goodbye to the broker and closes. May take a moment: not to be called on a thread of the session.
     *
     * @param withWill whether the broker is asked to publish our will (MQTT 5, section 3.14.2.1, reason code 0x04)
     */
    void disconnect(boolean withWill);

    /** Closes without a word, as if the network were gone. */
    void abort();

    /** The message can't be sent as it is. */
    final class RefusedBySession extends Exception {

        private static final long serialVersionUID = 1L;

        public RefusedBySession(String message) {
            super(message);
        }
    }

    /** The connection is ending; somebody hears of it through {@link Listener#ended}. */
    final class SessionClosed extends Exception {

        private static final long serialVersionUID = 1L;

        public SessionClosed() {
            super("the connection is ending");
        }

        public SessionClosed(Throwable cause) {
            super(cause);
        }
    }
}
