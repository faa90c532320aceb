package dev.tedge.link;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.OutboundMessage;
import java.time.Duration;

/** Says when something may go to a broker that has quotas. Called by several threads, often under a lock: nothing here blocks. */
public interface Pace {

    /** For a broker that has no quotas. */
    Pace UNLIMITED = new Pace() {
        @Override
        public Duration publish(OutboundMessage message) {
            return Duration.ZERO;
        }

        @Override
        public void received(InboundMessage message) {}

        @Override
        public void quotaExceeded() {}

        @Override
        public Duration connect() {
            return Duration.ZERO;
        }
    };

    /**
     * Asks whether a message may be published now.
     *
     * @return zero when it may, and is counted; otherwise after how long to ask again
     */
    Duration publish(OutboundMessage message);

    /** Counts a message that has come in: quotas may be on both directions together. */
    void received(InboundMessage message);

    /** The broker has answered that a quota is exceeded: go slower for a while. */
    void quotaExceeded();

    /**
     * Asks whether an attempt to connect may be made now.
     *
     * @return zero when it may, and is counted; otherwise after how long to ask again
     */
    Duration connect();
}
