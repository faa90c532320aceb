package dev.tedge.cli.kept;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Amounts, times and names as people read them. */
final class Words {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String[] LARGER = {"KiB", "MiB", "GiB", "TiB"};
    private static final int STEP = 1024;

    private Words() {}

    /** A number with its thousands told apart. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number of bytes, such as {@code 12 B}, {@code 567 KiB} or {@code 1.2 MiB}. */
    static String size(long bytes) {
        if (bytes < STEP) {
            return bytes + " B";
        }
        double size = (double) bytes / STEP;
        int unit = 0;
        while (size >= STEP && unit < LARGER.length - 1) {
            size /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, LARGER[unit]);
    }

    /** How long ago, in its largest unit. */
    static String age(Duration age) {
        if (age.toMinutes() == 0) {
            return age.toSeconds() + " s";
        }
        if (age.toHours() == 0) {
            return age.toMinutes() + " min";
        }
        return age.toDays() < 2 ? age.toHours() + " h" : age.toDays() + " days";
    }

    /** A time to the second, in UTC. */
    static String time(Instant time) {
        return TIME.format(time);
    }

    /** On one line and harmless to a terminal, whatever a device has put into it. */
    static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .forEach(c -> line.append(Character.isISOControl(c) ? "\\u%04x".formatted(c) : Character.toString(c)));
        return line.toString();
    }
}
