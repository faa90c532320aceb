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
     * @param passing whether AWS has said no, and may say yes the next time, as it refuses what it is just about to
     *     provision; otherwise it was not asked, or can't be
     */
    record Rejected(String reason, boolean passing) implements TrialOutcome {

        public Rejected {
            Objects.requireNonNull(reason, "reason");
        }

        /** Whether AWS may be provisioning the device just in time, and accept it in a moment. */
        public boolean mayBeProvisioning() {
            return reason.contains(CheckOutcome.JUST_IN_TIME);
        }
    }

    /** Tries a certificate. */
    @FunctionalInterface
    interface Trial {

        /** Connects once and disconnects. */
        TrialOutcome run() throws InterruptedException;
    }
}
