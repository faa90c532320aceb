package dev.tedge.message;

/**
 * A topic filter that AWS IoT Core lets a device subscribe to. AWS refuses others or closes the connection (AWS IoT Core quotas;
 * developer guide, "Reserved topics"): at most 7 slashes and 256 bytes in UTF-8, and of the topics that begin with {@code $}
 * only those that AWS documents. Shared subscriptions are left out: one connection has no use for them.
 *
 * @param value the filter
 */
public record CloudFilter(String value) {

    /** AWS's limit on the subscriptions of a connection. */
    public static final int MOST = 50;

    private static final String FIELD = "AWS topic filter";

    public CloudFilter {
        if (value.startsWith("$share/")) {
            throw new InvalidTopicException("%s %s is a shared subscription: one connection has no use for it."
                    .formatted(FIELD, TopicText.quoted(value)));
        }
        TopicFilter filter = new TopicFilter(value);
        int slashes = TopicText.slashes(value);
        if (slashes > CloudTopic.MAX_SLASHES) {
            throw new InvalidTopicException("%s %s has %d slashes, but AWS IoT Core allows at most %d."
                    .formatted(FIELD, TopicText.quoted(value), slashes, CloudTopic.MAX_SLASHES));
        }
        int bytes = TopicText.utf8Length(value);
        if (bytes > CloudTopic.MAX_BYTES) {
            throw new InvalidTopicException("%s %s has %d bytes in UTF-8, but AWS IoT Core allows at most %d."
                    .formatted(FIELD, TopicText.quoted(value), bytes, CloudTopic.MAX_BYTES));
        }
        if (value.startsWith("$")) {
            ReservedTopics.requireSubscribable(filter);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
