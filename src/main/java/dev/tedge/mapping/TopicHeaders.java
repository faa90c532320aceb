package dev.tedge.mapping;

import dev.tedge.message.Channel;
import dev.tedge.message.InvalidTopicException;
import dev.tedge.message.LocalTopic;
import java.util.Map;
import java.util.Objects;

/**
 * The headers by which routes ask what a message of the local data model is about, without a look at its topic. Of {@code
 * te/device/main/service/camera/m/environment} they are:
 *
 * <ul>
 *   <li>{@code tedgeEntity}: {@code device/main/service/camera}
 *   <li>{@code tedgeSource}: {@code device:main:service:camera}, its name in topics on AWS
 *   <li>{@code tedgeChannel}: {@code m}, {@code e}, {@code a}, {@code twin}, {@code cmd}, {@code status} …, the first level
 *       after the entity; empty for a registration
 *   <li>{@code tedgeType}: {@code environment}, all levels after the channel; may be empty
 * </ul>
 *
 * @param root the first level of the data model's topics, {@code mqtt.topic_root}
 */
public record TopicHeaders(String root) {

    public static final String ENTITY = "tedgeEntity";
    public static final String SOURCE = "tedgeSource";
    public static final String CHANNEL = "tedgeChannel";
    public static final String TYPE = "tedgeType";

    public TopicHeaders {
        Objects.requireNonNull(root, "root");
    }

    /** The headers of a topic; none when it is not of the data model. */
    public Map<String, Object> of(String topic) {
        if (!topic.startsWith(root) || topic.indexOf('/', root.length()) != root.length()) {
            return Map.of();
        }
        try {
            return LocalTopic.parse(topic).map(TopicHeaders::headers).orElse(Map.of());
        } catch (InvalidTopicException e) {
            return Map.of();
        }
    }

    private static Map<String, Object> headers(LocalTopic topic) {
        Channel channel = topic.channel();
        String path = channel.path();
        int end = path.indexOf('/');
        return Map.of(
                ENTITY,
                topic.entity().path(),
                SOURCE,
                topic.entity().source(),
                CHANNEL,
                end < 0 ? path : path.substring(0, end),
                TYPE,
                end < 0 ? "" : path.substring(end + 1));
    }
}
