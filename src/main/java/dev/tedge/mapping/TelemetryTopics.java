package dev.tedge.mapping;

import dev.tedge.message.Channel;
import dev.tedge.message.EntityId;
import dev.tedge.message.InvalidTopicException;
import dev.tedge.message.LocalTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which topics on AWS {@link TelemetryMapper} can map to, for what comes in through a filter. */
final class TelemetryTopics {

    private static final List<List<String>> CHANNELS =
            List.of(List.of("m", "+"), List.of("e", "+"), List.of("a", "+"), List.of("status", "health"));

    /** The root, and the four segments of the entity. */
    private static final int ENTITY_END = 5;

    private TelemetryTopics() {}

    /** @param prefix of the topics on AWS, with a slash at its end */
    static List<String> of(String prefix, String filter) {
        if (!filter.contains("+") && !filter.contains("#")) {
            return topic(filter).map(path -> prefix + path).stream().toList();
        }
        List<String> levels = List.of(filter.split("/", -1));
        List<String> topics = new ArrayList<>();
        for (List<String> channel : CHANNELS) {
            narrowed(levels, channel)
                    .map(path -> prefix + source(levels) + '/' + path)
                    .ifPresent(topics::add);
        }
        return topics;
    }

    private static Optional<String> topic(String topic) {
        try {
            return LocalTopic.parse(topic)
                    .filter(local -> !(local.channel() instanceof Channel.Other))
                    .map(local ->
                            local.entity().source() + '/' + local.channel().path());
        } catch (InvalidTopicException e) {
            return Optional.empty();
        }
    }

    /** The channel as far as the filter lets it through. */
    private static Optional<String> narrowed(List<String> filter, List<String> channel) {
        boolean open = filter.get(filter.size() - 1).equals("#");
        int most = ENTITY_END + channel.size();
        if (open ? filter.size() - 1 > most : filter.size() != most) {
            return Optional.empty();
        }
        List<String> path = new ArrayList<>();
        for (int i = 0; i < channel.size(); i++) {
            int at = ENTITY_END + i;
            String level = at < filter.size() && !filter.get(at).equals("#") ? filter.get(at) : "+";
            String form = channel.get(i);
            if (!level.equals("+") && !form.equals("+") && !level.equals(form)) {
                return Optional.empty();
            }
            path.add(form.equals("+") ? level : form);
        }
        return Optional.of(String.join("/", path));
    }

    private static String source(List<String> filter) {
        if (filter.size() < ENTITY_END) {
            return "+";
        }
        List<String> entity = filter.subList(1, ENTITY_END);
        return entity.contains("+") || entity.contains("#")
                ? "+"
                : new EntityId(entity.get(0), entity.get(1), entity.get(2), entity.get(3)).source();
    }
}
