package dev.tedge.mapping.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the times of messages, in the two forms that the data model has: text as in RFC 3339, and seconds since 1970. */
public final class MessageTime {

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

    /** The parts of such a text: up to the seconds, the seconds, up to nine digits of the fraction, the offset. */
    private static final Pattern PARTS = Pattern.compile("(.{17})([0-9]{2})(?:(\\.[0-9]{1,9})[0-9]*)?([^0-9.].*)");

    private static final String LEAP_SECOND = "60";

    /** The years 0 to 9999, which RFC 3339 can write, in seconds since 1970: from here up to, not including, there. */
    private static final BigDecimal FIRST_SECOND =
            BigDecimal.valueOf(Instant.parse("0000-01-01T00:00:00Z").getEpochSecond());

    private static final BigDecimal END_SECOND =
            BigDecimal.valueOf(Instant.parse("9999-12-31T23:59:59Z").getEpochSecond() + 1);

    /** No number of seconds is longer; a limit keeps the conversion of absurd ones cheap. */
    private static final int MAX_DIGITS = 100;

    private MessageTime() {}

    /**
     * Reads an RFC 3339 time. Of a fraction the first nine digits count; a leap second, which {@link Instant} has not, is read
     * as the last nanosecond before it.
     *
     * @return empty if it is none
     */
    public static Optional<Instant> parse(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        boolean leap = parts.group(2).equals(LEAP_SECOND);
        String fraction = parts.group(3) == null ? "" : parts.group(3);
        String plain = parts.group(1) + (leap ? "59.999999999" : parts.group(2) + fraction) + parts.group(4);
        try {
            Instant time = OffsetDateTime.parse(plain, RFC_3339).toInstant();
            return leap && !endsMonth(time) ? Optional.empty() : Optional.of(time);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Leap seconds are at the end of a month in UTC (RFC 3339, 5.7). */
    private static boolean endsMonth(Instant time) {
        OffsetDateTime next = time.plusNanos(1).atOffset(ZoneOffset.UTC);
        return next.getDayOfMonth() == 1 && next.toLocalTime().equals(LocalTime.MIDNIGHT);
    }

    /**
     * Reads a number of seconds since 1970; what is finer than a millisecond is cut off.
     *
     * @param number a number in JSON's notation
     * @return empty if it lies outside of the years 0 to 9999
     */
    public static Optional<Instant> ofSeconds(String number) {
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
