package dev.tedge.simulator.refusal;

import dev.tedge.simulator.fault.Act;
import dev.tedge.simulator.fault.Fault;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a device gets for a PUBLISH, whatever the rules say of it. The message does not arrive.
 *
 * @param reasonCode of PUBACK; empty to close the connection without a word. A 3.1.1 client gets no acknowledgement, a
 *     message of QoS 0 vanishes
 * @param times how often; empty for ever
 */
public record ScriptedAnswer(OptionalInt reasonCode, OptionalInt times) {

    public ScriptedAnswer {
        Objects.requireNonNull(reasonCode, "reasonCode");
        Objects.requireNonNull(times, "times");
        reasonCode.ifPresent(Act.Refuse::new);
        if (times.isPresent() && times.getAsInt() < 1) {
            throw new IllegalArgumentException("times must be at least 1, but is " + times.getAsInt());
        }
    }

    /** PUBACK with this reason code of 0x80 or above, for ever. */
    public static ScriptedAnswer puback(int reasonCode) {
        return new ScriptedAnswer(OptionalInt.of(reasonCode), OptionalInt.empty());
    }

    /** The connection is closed without a word, for ever. */
    public static ScriptedAnswer hangUp() {
        return new ScriptedAnswer(OptionalInt.empty(), OptionalInt.empty());
    }

    /** The same, but only so often. */
    public ScriptedAnswer times(int count) {
        return new ScriptedAnswer(reasonCode, OptionalInt.of(count));
    }

    /** The same as a fault. */
    public Fault.ToMessages to(String filter) {
        Act act = reasonCode.isPresent() ? new Act.Refuse(reasonCode.getAsInt()) : new Act.Drop();
        return new Fault.ToMessages(act, filter, times);
    }
}
