package dev.tedge.simulator.fault;

import dev.tedge.mqttserver.topic.TopicFilter;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** Something that the simulator does wrong on purpose. Its text is one that {@link #parse} reads. */
public sealed interface Fault {

    /** The longest delay, and the longest time that a port stays closed. */
    Duration LONGEST = Duration.ofMinutes(10);

    /**
     * To messages of certain topics, until it is taken back.
     *
     * @param act what is done
     * @param filter of topics, as in a subscription; not shared
     * @param times how often: messages, or packets where the act is about packets; empty for ever
     */
    record ToMessages(Act act, String filter, OptionalInt times) implements Fault {

        public ToMessages {
            Objects.requireNonNull(act, "act");
            if (TopicFilter.of(filter).group().isPresent()) {
                throw new IllegalArgumentException("filter '" + filter + "' is a shared one");
            }
            if (times.isPresent() && times.getAsInt() < 1) {
                throw new IllegalArgumentException("times must be at least 1, but is " + times.getAsInt());
            }
        }

        /** The same, but only so often. */
        public ToMessages times(int count) {
            return new ToMessages(act, filter, OptionalInt.of(count));
        }

        @Override
        public String toString() {
            return act + " " + filter + (times.isPresent() ? " " + times.getAsInt() + "x" : "");
        }
    }

    /**
     * All connections are cut without a word and the port is closed; sessions live on.
     *
     * @param closed for how long
     */
    record Restart(Duration closed) implements Fault {

        public Restart {
            Spans.check("The time that the port is closed", closed);
        }

        @Override
        public String toString() {
            return "restart " + Spans.text(closed);
        }
    }

    /**
     * New TLS handshakes with the MQTT port see a server certificate that has expired.
     *
     * @param time for how long; empty until it is taken back
     */
    record ExpireCertificate(Optional<Duration> time) implements Fault {

        public ExpireCertificate {
            time.ifPresent(given -> Spans.check("The time of the expired certificate", given));
        }

        @Override
        public String toString() {
            return "expire-certificate" + time.map(Spans::text).map(" "::concat).orElse("");
        }
    }

    /** A device's message is refused: PUBACK with this code of 0x80 or above, or silence for a 3.1.1 client. */
    static ToMessages refuse(int reasonCode, String filter) {
        return toMessages(new Act.Refuse(reasonCode), filter);
    }

    /** The connection of who publishes is closed without a word, and the message is lost. */
    static ToMessages drop(String filter) {
        return toMessages(new Act.Drop(), filter);
    }

    /** Our side of the connection of who publishes is closed, the other not, and the message is lost. */
    static ToMessages halfClose(String filter) {
        return toMessages(new Act.HalfClose(), filter);
    }

    /** Acknowledgements of messages and deliveries come so much later. */
    static ToMessages delay(Duration time, String filter) {
        return toMessages(new Act.Delay(time), filter);
    }

    /** Each message is delivered twice, with two packet ids, as AWS may do. */
    static ToMessages duplicate(String filter) {
        return toMessages(new Act.Duplicate(), filter);
    }

    /** Acknowledgements and deliveries change places in pairs; what finds no partner within a second goes alone. */
    static ToMessages reorder(String filter) {
        return toMessages(new Act.Reorder(), filter);
    }

    /** See {@link Restart}. */
    static Restart restart(Duration closed) {
        return new Restart(closed);
    }

    /** See {@link ExpireCertificate}; until it is taken back. */
    static ExpireCertificate expireCertificate() {
        return new ExpireCertificate(Optional.empty());
    }

    private static ToMessages toMessages(Act act, String filter) {
        return new ToMessages(act, filter, OptionalInt.empty());
    }

    /**
     * Reads one of these:
     *
     * <pre>
     * refuse CODE FILTER [COUNTx]     such as: refuse 0x97 thinedge/# 3x
     * drop FILTER [COUNTx]
     * half-close FILTER [COUNTx]
     * delay TIME FILTER [COUNTx]      such as: delay 500ms thinedge/#
     * duplicate FILTER [COUNTx]
     * reorder FILTER [COUNTx]
     * restart [TIME]                  2 seconds unless said
     * expire-certificate [TIME]
     * </pre>
     *
     * <p>A time is a whole number with {@code ms}, {@code s} or {@code m}.
     *
     * @throws IllegalArgumentException with what is wrong and what is possible
     */
    static Fault parse(String text) {
        return new FaultText(text).read();
    }
}
