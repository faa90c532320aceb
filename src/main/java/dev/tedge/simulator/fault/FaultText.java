package dev.tedge.simulator.fault;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a fault, on the way to be understood. */
final class FaultText {

    private static final String KINDS =
            "refuse, drop, half-close, delay, duplicate, reorder, restart or expire-certificate";
    private static final Pattern TIMES = Pattern.compile("(.*) (\\d{1,6})x");
    private static final Duration SHORT_RESTART = Duration.ofSeconds(2);

    private final String text;
    private String rest;

    FaultText(String text) {
        this.text = text.strip();
        this.rest = this.text;
    }

    Fault read() {
        String kind = word("a kind of fault: " + KINDS);
        return switch (kind) {
            case "refuse" -> toMessages(new Act.Refuse(code(word("a reason code such as 0x97"))));
            case "drop" -> toMessages(new Act.Drop());
            case "half-close" -> toMessages(new Act.HalfClose());
            case "delay" -> toMessages(new Act.Delay(span(word("a time such as 500ms"))));
            case "duplicate" -> toMessages(new Act.Duplicate());
            case "reorder" -> toMessages(new Act.Reorder());
            case "restart" -> new Fault.Restart(onlySpan().orElse(SHORT_RESTART));
            case "expire-certificate" -> new Fault.ExpireCertificate(onlySpan());
            default -> throw new IllegalArgumentException("There is no fault '" + kind + "': say " + KINDS);
        };
    }

    /** A filter may have spaces, so it is all that is left, but for how often. */
    private Fault toMessages(Act act) {
        Matcher limited = TIMES.matcher(rest);
        OptionalInt times = OptionalInt.empty();
        if (limited.matches()) {
            times = OptionalInt.of(Integer.parseInt(limited.group(2)));
            rest = limited.group(1);
        }
        if (rest.isBlank()) {
            throw missing("a topic filter such as thinedge/#");
        }
        return new Fault.ToMessages(act, rest.strip(), times);
    }

    private Optional<Duration> onlySpan() {
        return rest.isEmpty() ? Optional.empty() : Optional.of(span(rest));
    }

    private static Duration span(String word) {
        return Spans.parse(word)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + word + "' is no time: give a whole number with ms, s or m, such as 500ms"));
    }

    private static int code(String word) {
        try {
            return Integer.decode(word);
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException("'" + word + "' is no reason code: give a number such as 0x97", none);
        }
    }

    private String word(String wanted) {
        if (rest.isEmpty()) {
            throw missing(wanted);
        }
        int end = rest.indexOf(' ');
        String word = end < 0 ? rest : rest.substring(0, end);
        rest = end < 0 ? "" : rest.substring(end + 1).strip();
        return word;
    }

    private IllegalArgumentException missing(String wanted) {
        return new IllegalArgumentException("After '" + text + "' there must be " + wanted);
    }
}
