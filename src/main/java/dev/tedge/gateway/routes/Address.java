package dev.tedge.gateway.routes;

import java.util.Objects;
import java.util.Optional;

/**
 * What the headers of a message say to the next endpoint, at one step of a route.
 *
 * @param topic the topic, with wildcards for what is not known yet; empty when the endpoint decides
 * @param known false when a step sets a topic of which nothing can be told
 * @param retained whether it may be retained
 * @param source the topic, or the filter, that it is taken to have come in through; empty when that is not known
 */
record Address(Optional<String> topic, boolean known, boolean retained, Optional<String> source) {

    Address {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(source, "source");
    }

    /** No header is set but that of where it came in. */
    static Address from(Optional<String> source) {
        return new Address(Optional.empty(), true, false, source);
    }

    Address withTopic(Optional<String> newTopic) {
        return new Address(newTopic, newTopic.isPresent(), retained, source);
    }

    /** The endpoint decides. */
    Address withoutTopic() {
        return new Address(Optional.empty(), true, retained, source);
    }

    Address withRetained(boolean newRetained) {
        return new Address(topic, known, newRetained, source);
    }

    /** A step says that the message came in elsewhere. */
    Address withSource(Optional<String> newSource) {
        return new Address(topic, known, retained, newSource);
    }
}
