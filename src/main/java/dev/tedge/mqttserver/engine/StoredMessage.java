package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.MessageProperties;
import dev.tedge.mqttserver.ServerMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A message in the server, shared by all who wait for it.
 *
 * @param publisher client id, if it comes from a client
 * @param arrivedAt {@link System#nanoTime()} of its arrival, from where its expiry runs
 */
record StoredMessage(ServerMessage message, Optional<String> publisher, long arrivedAt) {

    /** Bytes that a message takes besides its content, about: objects, a place in a queue or tree. */
    private static final int OVERHEAD = 256;

    static StoredMessage arrivedNow(ServerMessage message, Optional<String> publisher) {
        return new StoredMessage(message, publisher, System.nanoTime());
    }

    boolean expired() {
        return message.properties().expiry().isPresent() && remaining().isZero();
    }

    /** The message with the time that it may still wait, rounded up (MQTT 5, 3.3.2.3.3). */
    ServerMessage messageNow() {
        Optional<Duration> expiry = message.properties().expiry();
        return expiry.isEmpty()
                ? message
                : message.withProperties(message.properties().withExpiry(remaining()));
    }

    private Duration remaining() {
        Duration expiry = message.properties().expiry().orElse(Duration.ZERO);
        Duration left = expiry.minusNanos(System.nanoTime() - arrivedAt);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return Duration.ofSeconds(left.toSeconds() + (left.toNanosPart() > 0 ? 1 : 0));
    }

    boolean isFrom(String clientId) {
        return publisher.isPresent() && publisher.get().equals(clientId);
    }

    /** About what it takes in memory, for each who keeps it. */
    long cost() {
        MessageProperties properties = message.properties();
        long text = (long) message.topic().length()
                + properties.contentType().map(String::length).orElse(0)
                + properties.responseTopic().map(String::length).orElse(0);
        long userProperties = properties.userProperties().stream()
                .mapToLong(pair -> pair.name().length() + pair.value().length())
                .sum();
        long correlation = properties.correlationData().map(data -> data.size()).orElse(0);
        return OVERHEAD
                + text
                + userProperties
                + correlation
                + message.payload().size();
    }

    /** Bytes of a text in UTF-8. */
    static int utf8Size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
