package dev.tedge.mqttserver.engine;

import java.util.HashMap;
import java.util.Map;

/**
 * Numbers in the place of topics, on one connection towards its client (MQTT 5, 3.3.2.3.4). The first topics that the
 * client is sent get one each, for as long as there are any; none is ever given to another topic.
 */
final class TopicAliases {

    private final int maximum;
    private final Map<String, Integer> known = new HashMap<>();

    /**
     * How a PUBLISH names its topic.
     *
     * @param text the topic; empty when the alias says it all
     * @param alias 0 for none
     */
    record Name(String text, int alias) {

        static Name plain(String topic) {
            return new Name(topic, 0);
        }

        /** Whether the client has yet to learn what the alias stands for. */
        boolean isNew() {
            return alias > 0 && !text.isEmpty();
        }
    }

    TopicAliases(int maximum) {
        this.maximum = maximum;
    }

    /** How to name this topic next. A new alias is taken for known once {@link #learned} is called. */
    Name name(String topic) {
        Integer alias = known.get(topic);
        if (alias != null) {
            return new Name("", alias);
        }
        return known.size() < maximum ? new Name(topic, known.size() + 1) : Name.plain(topic);
    }

    /** The client has been sent a topic with its new alias. */
    void learned(Name name) {
        known.put(name.text(), name.alias());
    }
}
