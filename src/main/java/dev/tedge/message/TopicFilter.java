package dev.tedge.message;

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
