package dev.tedge.simulator.fault;

import java.time.Duration;
import java.util.Set;

/** What is done to a message. */
public sealed interface Act {

    /** Its first word, such as {@code half-close}. */
    default String name() {
        return toString().split(" ", 2)[0];
    }

    /**
     * PUBACK with a reason code; the message does not arrive.
     *
     * @param reasonCode one with which PUBACK can refuse (MQTT 5, 3.4.2.1)
     */
    record Refuse(int reasonCode) implements Act {

        private static final Set<Integer> CODES = Set.of(0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99);

        public Refuse {
            if (!CODES.contains(reasonCode)) {
                throw new IllegalArgumentException(
                        "PUBACK cannot refuse with reason code 0x" + Integer.toHexString(reasonCode));
            }
        }

        @Override
        public String toString() {
            return "refuse 0x" + Integer.toHexString(reasonCode);
        }
    }

    /** The connection of the publisher is closed without a word. */
    record Drop() implements Act {
        @Override
        public String toString() {
            return "drop";
        }
    }

    /** Our side of the connection of the publisher is closed. */
    record HalfClose() implements Act {
        @Override
        public String toString() {
            return "half-close";
        }
    }

    /**
     * Acknowledgements and deliveries are late.
     *
     * @param time more than 0, at most {@link Fault#LONGEST}
     */
    record Delay(Duration time) implements Act {

        public Delay {
            Spans.check("The delay", time);
        }

        @Override
        public String toString() {
            return "delay " + Spans.text(time);
        }
    }

    /** It is delivered twice. */
    record Duplicate() implements Act {
        @Override
        public String toString() {
            return "duplicate";
        }
    }

    /** Acknowledgements and deliveries change places. */
    record Reorder() implements Act {
        @Override
        public String toString() {
            return "reorder";
        }
    }
}
