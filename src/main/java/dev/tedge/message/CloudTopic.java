package dev.tedge.message;

/**
 * A topic that AWS IoT Core lets a device publish to. AWS closes the connection when one of these rules is broken, so a
 * value of this type is the proof that they are kept (AWS IoT Core quotas; developer guide, "Reserved topics" and
 * "Basic Ingest"):
 *
 * <ul>
 *   <li>at most 7 slashes and 256 bytes in UTF-8; of a Basic Ingest topic only what follows {@code
 *       $aws/rules/<rule>/} counts,
 *   <li>no wildcard, no null character, valid UTF-16,
 *   <li>of the topics that begin with {@code $} only those that AWS documents for publishing by devices.
 * </ul>
 *
 * @param value the topic name
 */
public record CloudTopic(String value) {

    /** AWS's limit on the slashes of a topic. */
    public static final int MAX_SLASHES = 7;

    /** AWS's limit on the length of a topic, in bytes of UTF-8. */
    public static final int MAX_BYTES = 256;

    private static final String FIELD = "AWS topic";

    public CloudTopic {
        TopicText.requireTopicName(FIELD, value);
        if (value.startsWith("$")) {
            ReservedTopics.requirePublishable(value);
        }
        String counted = value.substring(ReservedTopics.uncountedLength(value));
        int slashes = TopicText.slashes(counted);
        if (slashes > MAX_SLASHES) {
            throw new InvalidTopicException("%s %s has %d slashes, but AWS IoT Core allows at most %d."
                    .formatted(FIELD, TopicText.quoted(value), slashes, MAX_SLASHES));
        }
        // A character has at most three, so that most topics need not be measured.
        if (3 * counted.length() > MAX_BYTES && TopicText.utf8Length(counted) > MAX_BYTES) {
            throw new InvalidTopicException("%s %s has %d bytes in UTF-8, but AWS IoT Core allows at most %d."
                    .formatted(FIELD, TopicText.quoted(value), TopicText.utf8Length(counted), MAX_BYTES));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
