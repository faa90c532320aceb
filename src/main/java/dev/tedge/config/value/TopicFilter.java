package dev.tedge.config.value;

import java.util.regex.Pattern;

/** An MQTT topic filter that can stand in the URI of an endpoint. */
final class TopicFilter {

    /** What Camel takes for its own in the URI of an endpoint; the comma is between two filters. */
    private static final Pattern SPECIAL = Pattern.compile("[,?%{}\\p{Cc}]");

    private TopicFilter() {}

    /** MQTT 5, 4.7.1: a wildcard is alone in its level, and # stands last. */
    static void require(String filter) {
        String[] levels = filter.split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            boolean wildcard = levels[i].contains("#") || levels[i].contains("+");
            boolean misplaced = levels[i].equals("#") && i < levels.length - 1;
            if (filter.isEmpty() || misplaced || (wildcard && levels[i].length() > 1)) {
                throw new IllegalArgumentException("'" + filter + "' is not a topic filter:"
                        + " it must not be empty, '+' and '#' fill a level, and '#' is the last one");
            }
        }
        if (SPECIAL.matcher(filter).find()) {
            throw new IllegalArgumentException("The topic filter '" + filter
                    + "' can't be used: it must not have ',', '?', '%', '{', '}' or control characters");
        }
    }
}
