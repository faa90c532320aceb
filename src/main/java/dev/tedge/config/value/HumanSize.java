package dev.tedge.config.value;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 4096}, {@code 480KiB}, {@code 512 MiB}, {@code 1GB}. */
public final class HumanSize {

    private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,18})\\s*([A-Za-z]*)\\s*");

    private static final Map<String, Long> UNITS = Map.of(
            "", 1L,
            "B", 1L,
            "kB", 1_000L,
            "MB", 1_000_000L,
            "GB", 1_000_000_000L,
            "KiB", 1L << 10,
            "MiB", 1L << 20,
            "GiB", 1L << 30);

    private HumanSize() {}

    /**
     * Reads a size; a bare number is in bytes.
     *
     * @throws IllegalArgumentException when the text is not a size
     */
    public static long parse(String text) {
        Matcher matcher = FORM.matcher(text);
        Long unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a size: give bytes, or for example 480KiB, 512MiB, 2GB");
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException("'" + text + "' is too large for a size", tooLarge);
        }
    }
}
