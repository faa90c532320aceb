package dev.tedge.config.value;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Durations as people write them: {@code 60}, {@code 60s}, {@code 1h 30m}, {@code 365d}. */
public final class HumanDuration {

    private static final Pattern WHOLE = Pattern.compile("\\s*(\\d+\\s*[a-zA-Z]+\\s*)+");
    private static final Pattern PART = Pattern.compile("(\\d+)\\s*([a-zA-Z]+)");

    /** 30.44 days, the twelfth part of a mean year. */
    private static final Duration MONTH = Duration.ofSeconds(2_630_016);

    /** Nobody needs more, and the pattern above needs stack for each part. */
    private static final int MOST_CHARACTERS = 100;

    private static final Map<String, Duration> UNITS = List.of(
                    Map.entry("ns nsec nanos", Duration.ofNanos(1)),
                    Map.entry("us usec micros", Duration.ofNanos(1_000)),
                    Map.entry("ms msec millis", Duration.ofMillis(1)),
                    Map.entry("s sec secs second seconds", Duration.ofSeconds(1)),
                    Map.entry("m min mins minute minutes", Duration.ofMinutes(1)),
                    Map.entry("h hr hrs hour hours", Duration.ofHours(1)),
                    Map.entry("d day days", Duration.ofDays(1)),
                    Map.entry("w week weeks", Duration.ofDays(7)),
                    Map.entry("M month months", MONTH),
                    Map.entry("y year years", Duration.ofDays(365)))
            .stream()
            .flatMap(
                    entry -> List.of(entry.getKey().split(" ")).stream().map(name -> Map.entry(name, entry.getValue())))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private HumanDuration() {}

    /**
     * Reads a duration; a bare number is in seconds, a month ({@code M}) has 30.44 days, a year 365.
     *
     * @throws IllegalArgumentException when the text is not a duration
     */
    public static Duration parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "A duration has at most %d characters, not %d".formatted(MOST_CHARACTERS, text.length()));
        }
        try {
            return text.strip().matches("\\d+") ? Duration.ofSeconds(number(text.strip())) : sum(text);
        } catch (ArithmeticException tooLong) {
            throw new IllegalArgumentException("'" + text + "' is too long for a duration", tooLong);
        }
    }

    /** A duration in the same form, such as {@code 1h 30m}; less than a millisecond is left out. */
    public static String text(Duration duration) {
        List<String> parts = new ArrayList<>();
        add(parts, duration.toDays(), "d");
        add(parts, duration.toHoursPart(), "h");
        add(parts, duration.toMinutesPart(), "m");
        add(parts, duration.toSecondsPart(), "s");
        add(parts, duration.toMillisPart(), "ms");
        return parts.isEmpty() ? "0s" : String.join(" ", parts);
    }

    private static void add(List<String> parts, long amount, String unit) {
        if (amount > 0) {
            parts.add(amount + unit);
        }
    }

    private static Duration sum(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw notOne(text);
        }
        Duration sum = Duration.ZERO;
        for (Matcher part = PART.matcher(text); part.find(); ) {
            Duration unit = UNITS.get(part.group(2));
            if (unit == null) {
                throw notOne(text);
            }
            sum = sum.plus(unit.multipliedBy(number(part.group(1))));
        }
        return sum;
    }

    private static long number(String digits) {
        return new BigInteger(digits).longValueExact();
    }

    private static IllegalArgumentException notOne(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is not a duration: give whole seconds, or for example 30s, 10m, 1h 30m, 365d");
    }
}
