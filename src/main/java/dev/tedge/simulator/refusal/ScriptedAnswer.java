package dev.tedge.simulator.refusal;

import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.Verdict;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a device gets for a PUBLISH, whatever the rules say of it. The message does not arrive.
 *
 * @param reasonCode of PUBACK; empty to close the connection without a word. A 3.1.1 client gets no acknowledgement, a
 *     message of QoS 0 vanishes
 * @param times how often; empty for ever
 */
public record ScriptedAnswer(OptionalInt reasonCode, OptionalInt times) {

    /** Those that PUBACK can carry (MQTT 5, 3.4.2.1). */
    private static final Set<Integer> CODES = Set.of(0x80, 0x83, 0x87, 0x90, 0x91, ReasonCode.QUOTA_EXCEEDED, 0x99);

    public ScriptedAnswer {
        Objects.requireNonNull(reasonCode, "reasonCode");
        Objects.requireNonNull(times, "times");
        if (reasonCode.isPresent() && !CODES.contains(reasonCode.getAsInt())) {
            throw new IllegalArgumentException(
                    "PUBACK cannot refuse with reason code 0x" + Integer.toHexString(reasonCode.getAsInt()));
        }
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

    /** What the server is to do about a message to this topic. */
    Verdict verdict(String topic) {
        String reason = "'" + topic + "' is answered by the script";
        return reasonCode.isPresent() ? Verdict.discard(reasonCode.getAsInt(), reason) : Verdict.hangUp(reason);
    }
}
