package dev.tedge.mqttserver.topic;

import java.util.List;
import java.util.Optional;

/**
 * A topic filter, with the group of a shared subscription if it has one (MQTT 5, 4.7 and 4.8.2).
 *
 * @param text as sent
 * @param group share name of {@code $share/<group>/<filter>}
 * @param levels of the filter proper, without {@code $share} and the group
 */
public record TopicFilter(String text, Optional<String> group, List<String> levels) {

    private static final String SHARE = "$share/";

    public TopicFilter {
        levels = List.copyOf(levels);
    }

    /**
     * Takes a filter apart.
     *
     * @throws IllegalArgumentException with the filter and the fault
     */
    public static TopicFilter of(String text) {
        fault(text).ifPresent(fault -> {
            throw new IllegalArgumentException("filter '" + text + "' " + fault);
        });
        if (!text.startsWith(SHARE)) {
            return new TopicFilter(text, Optional.empty(), TopicName.levels(text));
        }
        int end = text.indexOf('/', SHARE.length());
        return new TopicFilter(
                text, Optional.of(text.substring(SHARE.length(), end)), TopicName.levels(text.substring(end + 1)));
    }

    /** Why this is not a valid filter (or is too deep for this server), or empty when it is one. */
    public static Optional<String> fault(String text) {
        Optional<String> fault = TopicName.textFault(text);
        if (fault.isPresent()) {
            return fault;
        }
        return text.startsWith(SHARE) ? shareFault(text) : wildcardFault(text);
    }

    private static Optional<String> shareFault(String text) {
        int end = text.indexOf('/', SHARE.length());
        if (end < 0 || end == text.length() - 1) {
            return Optional.of("is shared but has no filter after the share name");
        }
        String group = text.substring(SHARE.length(), end);
        if (group.isEmpty() || group.indexOf('+') >= 0 || group.indexOf('#') >= 0) {
            return Optional.of("has an empty share name or one with a wildcard");
        }
        return wildcardFault(text.substring(end + 1));
    }

    private static Optional<String> wildcardFault(String filter) {
        List<String> levels = TopicName.levels(filter);
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            if (level.length() > 1 && (level.indexOf('+') >= 0 || level.indexOf('#') >= 0)) {
                return Optional.of("has a wildcard that is not alone in its level");
            }
            if (level.equals("#") && i < levels.size() - 1) {
                return Optional.of("has '#' before its end");
            }
        }
        return Optional.empty();
    }

    /** True when it may match more than one topic. */
    public boolean hasWildcard() {
        return levels.contains("+") || levels.contains("#");
    }
}
