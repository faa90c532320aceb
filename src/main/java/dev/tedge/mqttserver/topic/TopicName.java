package dev.tedge.mqttserver.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules for topic names (MQTT 5, 4.7.3) and their levels. */
public final class TopicName {

    /** As in mosquitto: deeper ones are never meant, and cost a walk of the trees. */
    private static final int MOST_LEVELS = 200;

    private TopicName() {}

    /** Why this is not a valid topic name (or is too deep for this server), or empty when it is one. */
    public static Optional<String> fault(String topic) {
        Optional<String> fault = textFault(topic);
        if (fault.isEmpty() && (topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0)) {
            return Optional.of("contains a wildcard");
        }
        return fault;
    }

    /**
     * Accepts valid topic names only.
     *
     * @throws IllegalArgumentException with the topic and the fault
     */
    public static void check(String topic) {
        fault(topic).ifPresent(fault -> {
            throw new IllegalArgumentException("topic '" + topic + "' " + fault);
        });
    }

    /** The parts between the slashes; {@code a//b} has an empty one in the middle, {@code /} two. */
    public static List<String> levels(String topic) {
        List<String> levels = new ArrayList<>(8);
        int start = 0;
        for (int slash = topic.indexOf('/'); slash >= 0; slash = topic.indexOf('/', start)) {
            levels.add(topic.substring(start, slash));
            start = slash + 1;
        }
        levels.add(topic.substring(start));
        return levels;
    }

    /** What is wrong with a topic name or filter as a text. */
    static Optional<String> textFault(String text) {
        if (text.isEmpty()) {
            return Optional.of("is empty");
        }
        Optional<String> fault = MqttText.fault(text);
        if (fault.isPresent()) {
            return fault;
        }
        if (text.chars().filter(character -> character == '/').count() >= MOST_LEVELS) {
            return Optional.of("has more than " + MOST_LEVELS + " levels");
        }
        return Optional.empty();
    }
}
