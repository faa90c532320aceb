package dev.tedge.message;

import java.util.Optional;

/**
 * Moves topics from below one prefix to below another: with {@code aws/td} and {@code thinedge/x/td}, {@code aws/td/a/b}
 * becomes {@code thinedge/x/td/a/b} and {@code aws/td} itself becomes {@code thinedge/x/td}.
 *
 * @param from whole levels, without wildcard and without slash at the end
 * @param to the same
 */
public record TopicPrefix(String from, String to) {

    public TopicPrefix {
        requirePrefix("topic prefix to replace", from);
        requirePrefix("topic prefix to put in its place", to);
    }

    /**
     * Replaces the prefix.
     *
     * @return empty if the topic is neither the prefix nor below it; {@code aws/tdx} is not below {@code aws/td}
     */
    public Optional<String> rewrite(String topic) {
        boolean below =
                topic.startsWith(from) && (topic.length() == from.length() || topic.charAt(from.length()) == '/');
        return below ? Optional.of(to + topic.substring(from.length())) : Optional.empty();
    }

    private static void requirePrefix(String field, String value) {
        TopicText.requireTopicName(field, value);
        if (value.endsWith("/")) {
            throw new InvalidTopicException("%s %s must not end with '/'.".formatted(field, TopicText.quoted(value)));
        }
    }
}
