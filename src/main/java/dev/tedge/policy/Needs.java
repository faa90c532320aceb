package dev.tedge.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Collects what has to be allowed. Topics are given with MQTT's wildcards. Of a shadow's topics, what only the shadow service
 * may publish to is left out.
 */
public final class Needs {

    private static final List<String> SHADOW_REQUESTS = List.of("get", "update", "delete");

    private final Set<Need> needs = new LinkedHashSet<>();

    /** The device connects under this name. */
    public Needs connect(String thingName) {
        needs.add(new Need("connection", IotAction.CONNECT, thingName));
        return this;
    }

    /** A route consumes from a filter: it subscribes, literally, and receives what matches. */
    public Needs consume(String route, String filter) {
        needs.add(new Need(route, IotAction.SUBSCRIBE, filter));
        // Unlike MQTT's, AWS's a/# does not match a.
        needs.add(new Need(route, IotAction.RECEIVE, pattern(filter)));
        return this;
    }

    /** A route publishes to a topic, or to those that a filter matches. */
    public Needs publish(String route, String topic, boolean retained) {
        for (String each : topics(topic)) {
            needs.add(new Need(route, IotAction.PUBLISH, each));
            if (retained) {
                needs.add(new Need(route, IotAction.RETAIN_PUBLISH, each));
            }
        }
        return this;
    }

    /** All of them, in the order of their coming. */
    public List<Need> all() {
        return List.copyOf(needs);
    }

    private static List<String> topics(String topic) {
        if (!topic.endsWith("/#")) {
            return List.of(pattern(topic));
        }
        String above = pattern(topic.substring(0, topic.length() - 2));
        if (above.startsWith("$aws/things/") && above.endsWith("/shadow")) {
            return Stream.of(above + "/", above + "/name/*/")
                    .flatMap(prefix -> SHADOW_REQUESTS.stream().map(prefix::concat))
                    .toList();
        }
        List<String> topics = new ArrayList<>();
        if (!above.startsWith("$")) {
            topics.add(above);
        }
        topics.add(above + "/*");
        return topics;
    }

    private static String pattern(String filter) {
        return filter.replace('+', '*').replace('#', '*');
    }
}
