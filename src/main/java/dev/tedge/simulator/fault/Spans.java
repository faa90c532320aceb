package dev.tedge.simulator.fault;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as text, such as {@code 500ms}, {@code 2s} or {@code 1m}. */
final class Spans {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})(ms|s|m)");

    private Spans() {}

    /** Empty if the text is none. */
    static Optional<Duration> parse(String text) {
        Matcher span = SPAN.matcher(text);
        if (!span.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(span.group(1));
        return Optional.of(
                switch (span.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    default -> Duration.ofMinutes(number);
                });
    }

    static String text(Duration time) {
        return time.toMillisPart() == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }

    /** @throws IllegalArgumentException if it is not more than 0 and at most {@link Fault#LONGEST} */
    static void check(String what, Duration time) {
        if (time.isZero() || time.isNegative() || time.compareTo(Fault.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " must be more than 0 and at most " + text(Fault.LONGEST) + ", but is " + text(time));
        }
    }
}
