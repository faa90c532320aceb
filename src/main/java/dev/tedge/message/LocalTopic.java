package dev.tedge.message;

import java.util.Optional;

/**
 * A topic of the local data model, {@code <root>/<four segments of the entity>/<channel>}, such as {@code
 * te/device/main///m/temperature}.
 *
 * @param root the first level, {@code te} unless configured otherwise
 * @param entity what the message is about
 * @param channel what it says about it
 */
public record LocalTopic(String root, EntityId entity, Channel channel) {

    public LocalTopic {
        TopicText.requireLevel("root of the topic", root);
    }

    /**
     * Reads a topic. Its first level is taken as the root, whatever it is: which roots are listened to is decided by
     * the subscription.
     *
     * @return empty if the topic is too short to name an entity, such as {@code te/errors}
     * @throws InvalidTopicException if the text is not an MQTT topic name at all
     */
    public static Optional<LocalTopic> parse(String topic) {
        TopicText.requireTopicName("topic", topic);
        int root = topic.indexOf('/');
        int first = next(topic, root);
        int second = next(topic, first);
        int third = next(topic, second);
        if (third < 0) {
            return Optional.empty();
        }
        int fourth = next(topic, third);
        int end = fourth < 0 ? topic.length() : fourth;
        EntityId entity = new EntityId(
                topic.substring(root + 1, first),
                topic.substring(first + 1, second),
                topic.substring(second + 1, third),
                topic.substring(third + 1, end));
        Channel channel = Channel.of(fourth < 0 ? "" : topic.substring(fourth + 1));
        return Optional.of(new LocalTopic(topic.substring(0, root), entity, channel));
    }

    private static int next(String topic, int previous) {
        return previous < 0 ? -1 : topic.indexOf('/', previous + 1);
    }
}
