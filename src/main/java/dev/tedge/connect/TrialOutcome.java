package dev.tedge.connect;

import java.util.Objects;

/** What has become of a connection that only tries a certificate. */
public sealed interface TrialOutcome {

    /** AWS has taken it. */
    record Accepted() implements TrialOutcome {}

    /**
     * It was not taken, or not tried.
     *
     * @param reason cause and remedy, on one line
     * @param passing whether another attempt may well succeed, as AWS refuses what it is just about to provision
     */
    record Rejected(String reason, boolean passing) implements TrialOutcome {

        public Rejected {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Tries a certificate. */
    @FunctionalInterface
    interface Trial {

        /** Connects once and disconnects. */
        TrialOutcome run() throws InterruptedException;
    }
}
