package dev.tedge.message;

/**
 * What a local message is about: the four segments after the root of {@code te/device/main/service/collectd/…}. Any of
 * them may be empty; none may contain {@code /}, a wildcard or what MQTT forbids in a topic.
 *
 * @param first usually {@code device}
 * @param second usually the name of the device, {@code main} for the one that runs the gateway
 * @param third usually {@code service}, or empty
 * @param fourth usually the name of the service, or empty
 */
public record EntityId(String first, String second, String third, String fourth) {

    public EntityId {
        TopicText.requireLevel("first segment of the entity", first);
        TopicText.requireLevel("second segment of the entity", second);
        TopicText.requireLevel("third segment of the entity", third);
        TopicText.requireLevel("fourth segment of the entity", fourth);
    }

    /**
     * Reads the notation {@code device/main//}.
     *
     * @throws InvalidTopicException if there are not exactly four segments, or one is not a topic level
     */
    public static EntityId of(String path) {
        int levels = TopicText.slashes(path) + 1;
        if (levels != 4) {
            throw new InvalidTopicException("entity %s must have 4 segments as in \"device/main//\", but has %d."
                    .formatted(TopicText.quoted(path), levels));
        }
        int first = path.indexOf('/');
        int second = path.indexOf('/', first + 1);
        int third = path.indexOf('/', second + 1);
        return new EntityId(
                path.substring(0, first),
                path.substring(first + 1, second),
                path.substring(second + 1, third),
                path.substring(third + 1));
    }

    /**
     * The name of the entity in topics on AWS: its segments that are not empty, joined by {@code :}. Empty when all
     * four are. Different entities can have the same source, such as {@code device/a:b//} and {@code device/a/b/}.
     */
    public String source() {
        StringBuilder source = new StringBuilder();
        append(source, first);
        append(source, second);
        append(source, third);
        append(source, fourth);
        return source.toString();
    }

    /** The four segments joined by {@code /}, the form that {@link #of} reads. */
    public String path() {
        return first + '/' + second + '/' + third + '/' + fourth;
    }

    private static void append(StringBuilder source, String segment) {
        if (!segment.isEmpty()) {
            if (!source.isEmpty()) {
                source.append(':');
            }
            source.append(segment);
        }
    }
}
