package dev.tedge.gateway.routes;

import java.util.Objects;
import java.util.Optional;

/**
 * What the headers of a message say to the next endpoint, at one step of a route.
 *
 * @param topic the topic, with wildcards for what is not known yet; empty when the endpoint decides
 * @param known false when a step sets a topic of which nothing can be told
 * @param retained whether it may be retained
 */
record Address(Optional<String> topic, boolean known, boolean retained) {

    /** No header is set. */
    static final Address NONE = new Address(Optional.empty(), true, false);

    Address {
        Objects.requireNonNull(topic, "topic");
    }

    Address withTopic(Optional<String> newTopic) {
        return new Address(newTopic, newTopic.isPresent(), retained);
    }

    /** The endpoint decides. */
    Address withoutTopic() {
        return new Address(Optional.empty(), true, retained);
    }

    Address withRetained(boolean newRetained) {
        return new Address(topic, known, newRetained);
    }
}
