package dev.tedge.message;

/** The rules that MQTT 5 (sections 1.5.4 and 4.7) has for every text that is or becomes part of a topic. */
final class TopicText {

    /** A UTF-8 string in an MQTT packet has a length field of two bytes. */
    private static final int MAX_BYTES = 65_535;

    /** Enough to recognise a topic by; a longer one would push the reason out of sight. */
    private static final int MAX_QUOTED = 300;

    private TopicText() {}

    /** Checks a complete topic name: not empty, no wildcard, encodable. */
    static void requireTopicName(String field, String value) {
        requireNotEmpty(field, value);
        if (isPlain(value, false)) {
            return;
        }
        requireNoWildcard(field, value);
        requireEncodable(field, value);
    }

    /** Checks one level of a topic name, which may be empty. */
    static void requireLevel(String field, String value) {
        if (isPlain(value, true)) {
            return;
        }
        requireWithout('/', field, value);
        requireNoWildcard(field, value);
        requireEncodable(field, value);
    }

    static void requireNotEmpty(String field, String value) {
        if (value.isEmpty()) {
            throw new InvalidTopicException(field + " must not be empty.");
        }
    }

    static void requireNoWildcard(String field, String value) {
        requireWithout('+', field, value);
        requireWithout('#', field, value);
    }

    /** Checks what MQTT asks of each UTF-8 string: no null character, no half surrogate pair, at most 65535 bytes. */
    static void requireEncodable(String field, String value) {
        if (isPlain(value, false)) {
            return;
        }
        requireWithout('\0', field, value);
        int lone = indexOfLoneSurrogate(value);
        if (lone >= 0) {
            throw new InvalidTopicException("%s %s must be valid UTF-16, but has half a surrogate pair at index %d."
                    .formatted(field, quoted(value), lone));
        }
        int bytes = utf8Length(value);
        if (bytes > MAX_BYTES) {
            throw new InvalidTopicException("%s %s must not be longer than %d bytes in UTF-8, but has %d."
                    .formatted(field, quoted(value), MAX_BYTES, bytes));
        }
    }

    /**
     * Whether nothing else need be looked at, as of nearly all topics: one byte for each character in UTF-8, not too many, and no
     * wildcard. In one pass, for each message has several.
     */
    private static boolean isPlain(String value, boolean oneLevel) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0 || c >= 0x80 || c == '+' || c == '#' || (c == '/' && oneLevel)) {
                return false;
            }
        }
        return value.length() <= MAX_BYTES;
    }

    /** The length of the text in UTF-8, in bytes. */
    static int utf8Length(String value) {
        int length = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                length += 1;
            } else if (c < 0x800 || Character.isSurrogate(c)) {
                // Each half of a surrogate pair stands for two of its four bytes.
                length += 2;
            } else {
                length += 3;
            }
        }
        return length;
    }

    static int slashes(String value) {
        int count = 0;
        for (int i = value.indexOf('/'); i >= 0; i = value.indexOf('/', i + 1)) {
            count++;
        }
        return count;
    }

    /** The value in double quotes on one line, control characters escaped, cut when it is long. */
    static String quoted(String value) {
        int end = Math.min(value.length(), MAX_QUOTED);
        if (end < value.length() && Character.isHighSurrogate(value.charAt(end - 1))) {
            end--;
        }
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (Character.isISOControl(c) || isLoneSurrogate(value, i)) {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        return text.append(end < value.length() ? "…\"" : "\"").toString();
    }

    private static void requireWithout(char unwanted, String field, String value) {
        int index = value.indexOf(unwanted);
        if (index >= 0) {
            String name = unwanted == '\0' ? "the null character (U+0000)" : "'" + unwanted + "'";
            throw new InvalidTopicException(
                    "%s %s must not contain %s, but has it at index %d.".formatted(field, quoted(value), name, index));
        }
    }

    private static int indexOfLoneSurrogate(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (isLoneSurrogate(value, i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isLoneSurrogate(String value, int index) {
        char c = value.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == value.length() || !Character.isLowSurrogate(value.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(value.charAt(index - 1)));
    }
}
