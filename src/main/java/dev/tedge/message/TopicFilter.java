package dev.tedge.message;

import java.util.List;

/**
 * A topic filter as MQTT 5 section 4.7 defines it: {@code +} stands for one level, {@code #} at the end for any number
 * of levels. The matching rules are MQTT's; AWS deviates in that {@code a/#} does not match {@code a} itself.
 *
 * @param value not empty, wildcards as whole levels only, {@code #} at the end only
 */
public record TopicFilter(String value) {

    private static final String FIELD = "topic filter";

    public TopicFilter {
        TopicText.requireNotEmpty(FIELD, value);
        TopicText.requireEncodable(FIELD, value);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '+' || c == '#') {
                requireWholeLevel(value, c, i);
            }
        }
    }

    /**
     * Whether a message on the topic would be received through this filter. A filter that begins with a wildcard does
     * not match topics that begin with {@code $} (MQTT 5 section 4.7.2).
     *
     * @param topic a topic name, without wildcards
     */
    public boolean matches(String topic) {
        if (topic.startsWith("$") && !value.startsWith("$")) {
            return false;
        }
        int f = 0;
        int t = 0;
        while (f < value.length()) {
            char wanted = value.charAt(f);
            if (wanted == '#') {
                return true;
            }
            if (wanted == '+') {
                t = endOfLevel(topic, t);
            } else if (t < topic.length() && topic.charAt(t) == wanted) {
                t++;
            } else {
                // "a/#" matches "a", too: the filter has the rest "/#" when the topic ends.
                return t == topic.length() && f == value.length() - 2 && value.endsWith("/#");
            }
            f++;
        }
        return t == topic.length();
    }

    /** Whether there is a topic that both match. */
    public boolean overlaps(TopicFilter other) {
        return !isBesideReserved(other) && !other.isBesideReserved(this) && overlap(levels(), other.levels());
    }

    /** Whether this one matches all topics that the other one matches. */
    public boolean covers(TopicFilter other) {
        return !isBesideReserved(other) && covers(levels(), other.levels());
    }

    /** A wildcard at the begin does not stand for {@code $aws} and its like. */
    private boolean isBesideReserved(TopicFilter other) {
        return other.value.startsWith("$") && (value.startsWith("+") || value.startsWith("#"));
    }

    private List<String> levels() {
        return List.of(value.split("/", -1));
    }

    private static boolean overlap(List<String> one, List<String> other) {
        if (isRest(one) || isRest(other)) {
            return true;
        }
        if (one.isEmpty() || other.isEmpty()) {
            return one.size() == other.size();
        }
        String left = one.get(0);
        String right = other.get(0);
        boolean same = left.equals("+") || right.equals("+") || left.equals(right);
        return same && overlap(one.subList(1, one.size()), other.subList(1, other.size()));
    }

    private static boolean covers(List<String> wide, List<String> narrow) {
        if (isRest(wide)) {
            return true;
        }
        if (wide.isEmpty() || narrow.isEmpty()) {
            return wide.size() == narrow.size();
        }
        String level = narrow.get(0);
        boolean same = wide.get(0).equals(level) || (wide.get(0).equals("+") && !level.equals("#"));
        return same && covers(wide.subList(1, wide.size()), narrow.subList(1, narrow.size()));
    }

    private static boolean isRest(List<String> levels) {
        return !levels.isEmpty() && levels.get(0).equals("#");
    }

    private static int endOfLevel(String topic, int from) {
        int slash = topic.indexOf('/', from);
        return slash < 0 ? topic.length() : slash;
    }

    private static void requireWholeLevel(String value, char wildcard, int index) {
        boolean starts = index == 0 || value.charAt(index - 1) == '/';
        boolean ends = index == value.length() - 1 || value.charAt(index + 1) == '/';
        if (!starts || !ends) {
            throw new InvalidTopicException("topic filter %s must have '%c' as a whole level, but has it beside other"
                            .formatted(TopicText.quoted(value), wildcard)
                    + " characters at index %d.".formatted(index));
        }
        if (wildcard == '#' && index != value.length() - 1) {
            throw new InvalidTopicException("topic filter %s must have '#' at its end only, but has it at index %d."
                    .formatted(TopicText.quoted(value), index));
        }
    }
}
