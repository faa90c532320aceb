package dev.tedge.simulator.shadow;

import java.util.List;
import java.util.Optional;

/**
 * A topic of requests, below {@code $aws/things/<thing>/shadow} or {@code $aws/things/<thing>/shadow/name/<name>}.
 * Source: AWS IoT Developer Guide, "Device Shadow MQTT topics".
 */
record ShadowTopic(ShadowId shadow, ShadowOperation operation) {

    private static final int CLASSIC_LEVELS = 5;
    private static final int NAMED_LEVELS = 7;

    static Optional<ShadowTopic> of(String topic) {
        List<String> levels = List.of(topic.split("/", -1));
        boolean named = levels.size() == NAMED_LEVELS && levels.get(4).equals("name");
        boolean known = (named || levels.size() == CLASSIC_LEVELS)
                && topic.startsWith("$aws/things/")
                && levels.get(3).equals("shadow");
        if (!known) {
            return Optional.empty();
        }
        Optional<String> name = named ? Optional.of(levels.get(5)) : Optional.empty();
        return ShadowOperation.of(levels.get(levels.size() - 1))
                .map(operation -> new ShadowTopic(new ShadowId(levels.get(2), name), operation));
    }

    /** The topic of an answer, such as {@code accepted}. */
    String answer(String kind) {
        String name = shadow.name().map(known -> "/name/" + known).orElse("");
        return "$aws/things/" + shadow.thing() + "/shadow" + name + "/" + operation.word() + "/" + kind;
    }
}
