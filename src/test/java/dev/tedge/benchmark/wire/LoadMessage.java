package dev.tedge.benchmark.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A measurement of a given size that carries its number, always with the same count of digits: {@code {"s":100000000007,"m1":21.5 }}.
 */
final class LoadMessage {

    private static final byte[] NUMBER_NAME = "\"s\":".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 12;
    private static final long BASE = 100_000_000_000L;
    private static final int PLACE = 1 + 4;
    private static final int MEMBER = 12;

    private final byte[] bytes;

    /** @param size of the JSON text, in bytes; less than what the number needs is taken as that */
    LoadMessage(int size) {
        StringBuilder text = new StringBuilder("{\"s\":").append(BASE);
        for (int member = 0; text.length() + MEMBER + 1 <= size; member++) {
            text.append(",\"m%04d\":%d".formatted(member % 10_000, 10 + member % 90));
        }
        bytes = new byte[Math.max(size, text.length() + 1)];
        Arrays.fill(bytes, (byte) ' ');
        System.arraycopy(text.toString().getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, text.length());
        bytes[bytes.length - 1] = '}';
    }

    /** The text with this number; the same array each time. */
    byte[] numbered(long number) {
        long rest = BASE + number;
        for (int digit = DIGITS - 1; digit >= 0; digit--) {
            bytes[PLACE + digit] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return bytes;
    }

    /** The number in a message, whatever the way here has added; -1 when it has none. */
    static long number(byte[] buffer, int from, int to) {
        for (int i = from; i + NUMBER_NAME.length + DIGITS <= to; i++) {
            if (Arrays.equals(buffer, i, i + NUMBER_NAME.length, NUMBER_NAME, 0, NUMBER_NAME.length)) {
                long number = 0;
                for (int digit = i + NUMBER_NAME.length; digit < i + NUMBER_NAME.length + DIGITS; digit++) {
                    number = number * 10 + buffer[digit] - '0';
                }
                return number - BASE;
            }
        }
        return -1;
    }
}
