package dev.tedge.mapping;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** How the member {@code time} of a payload is written. */
public enum TimestampFormat {

    /** A JSON number, seconds since 1970, always with a fraction: {@code 1763050414.5}, {@code 1763050414.0}. */
    UNIX("unix") {
        @Override
        String json(Instant time) {
            BigDecimal seconds = BigDecimal.valueOf(time.getEpochSecond())
                    .add(BigDecimal.valueOf(time.getNano(), 9))
                    .stripTrailingZeros();
            return seconds.setScale(Math.max(1, seconds.scale()), RoundingMode.UNNECESSARY)
                    .toPlainString();
        }
    },

    /** A JSON string in UTC, with a fraction where there is one: {@code "2021-04-07T19:00:00Z"} (RFC 3339). */
    RFC3339("rfc3339") {
        @Override
        String json(Instant time) {
            return '"' + DateTimeFormatter.ISO_INSTANT.format(time) + '"';
        }
    };

    /** ISO 8601 as RFC 3339 narrows it: years of four digits, seconds, an offset in hours and minutes. */
    private static final DateTimeFormatter RFC_3339 = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendValue(ChronoField.YEAR, 4, 4, SignStyle.NOT_NEGATIVE)
            .appendPattern("-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendOffset("+HH:MM", "Z")
            .toFormatter(Locale.ROOT)
            // Or 30 February would become the 28th.
            .withResolverStyle(ResolverStyle.STRICT);

    /** The years 0 to 9999, which RFC 3339 can write, in seconds since 1970: from here up to, not including, there. */
    private static final BigDecimal FIRST_SECOND =
            BigDecimal.valueOf(Instant.parse("0000-01-01T00:00:00Z").getEpochSecond());

    private static final BigDecimal END_SECOND =
            BigDecimal.valueOf(Instant.parse("9999-12-31T23:59:59Z").getEpochSecond() + 1);

    /** No number of seconds is longer; a limit keeps the conversion of absurd ones cheap. */
    private static final int MAX_DIGITS = 100;

    private final String word;

    TimestampFormat(String word) {
        this.word = word;
    }

    /**
     * The format of a setting.
     *
     * @param word {@code unix}, {@code rfc3339} or {@code rfc-3339}
     */
    public static TimestampFormat of(String word) {
        return switch (word) {
            case "unix" -> UNIX;
            case "rfc3339", "rfc-3339" -> RFC3339;
            default ->
                throw new IllegalArgumentException(
                        "timestamp format \"%s\" must be \"unix\" or \"rfc-3339\".".formatted(word));
        };
    }

    /** The word for it in messages: {@code unix} or {@code rfc3339}. */
    public String word() {
        return word;
    }

    /** The time as a JSON value. */
    abstract String json(Instant time);

    /** The present as a JSON value, in milliseconds: the digits after those are noise that costs bytes. */
    public String jsonOfNow(Instant now) {
        return json(now.truncatedTo(ChronoUnit.MILLIS));
    }

    /**
     * Reads an RFC 3339 time.
     *
     * @return empty if it is none
     */
    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text, RFC_3339).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a number of seconds since 1970; what is finer than a millisecond is cut off.
     *
     * @param number a number in JSON's notation
     * @return empty if it lies outside of the years 0 to 9999
     */
    static Optional<Instant> parseSeconds(String number) {
        if (number.length() > MAX_DIGITS) {
            return Optional.empty();
        }
        try {
            BigDecimal seconds = new BigDecimal(number);
            // First, because the digits of 1e999999999 don't fit into memory; comparing looks at the exponent only.
            if (seconds.compareTo(FIRST_SECOND) < 0 || seconds.compareTo(END_SECOND) >= 0) {
                return Optional.empty();
            }
            if (seconds.abs().compareTo(BigDecimal.valueOf(1, 3)) < 0) {
                return Optional.of(Instant.EPOCH);
            }
            long millis =
                    seconds.movePointRight(3).setScale(0, RoundingMode.DOWN).longValueExact();
            return Optional.of(Instant.ofEpochMilli(millis));
        } catch (NumberFormatException e) {
            // An exponent of more than ten digits.
            return Optional.empty();
        }
    }
}
