package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.topic.TopicFilter;
import java.util.Optional;

/**
 * One filter of one session, with its options (MQTT 5, 3.8.3.1).
 *
 * @param id subscription identifier, if the client gave one
 */
record Subscription(
        Session session,
        TopicFilter filter,
        int qos,
        boolean noLocal,
        boolean retainAsPublished,
        Optional<Integer> id) {}
