package dev.tedge.mapping;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

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

        @Override
        public String jsonOfNow(Instant now) {
            if (now.getEpochSecond() < 0) {
                return super.jsonOfNow(now);
            }
            // By hand, as most messages get it: BigDecimal takes longer than all else that is done to them.
            int digits = now.getNano() / 1_000_000;
            StringBuilder text =
                    new StringBuilder(16).append(now.getEpochSecond()).append('.');
            for (int power = 100; digits > 0 || power == 100; power /= 10) {
                text.append((char) ('0' + digits / power));
                digits %= power;
            }
            return text.toString();
        }
    },

    /** A JSON string in UTC, with a fraction where there is one: {@code "2021-04-07T19:00:00Z"} (RFC 3339). */
    RFC3339("rfc3339") {
        @Override
        String json(Instant time) {
            return '"' + DateTimeFormatter.ISO_INSTANT.format(time) + '"';
        }
    };

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
}
