package dev.tedge.delivery.store;

import dev.tedge.link.session.OutboundMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Messages that tests store: the sequence decides what is in them, so that they are known when they are read. */
final class TestingMessages {

    static final Instant START = Instant.ofEpochMilli(1_790_000_000_000L);
    static final String TOPIC = "thinedge/device/td/main/m/temperature";

    private TestingMessages() {}

    /** Of 200 bytes, accepted a millisecond after the one before. */
    static StoredMessage message(Priority priority, long sequence) {
        byte[] payload = new byte[200];
        ByteBuffer.wrap(payload).putLong(sequence);
        return new StoredMessage(
                sequence, priority, START.plusMillis(sequence), new OutboundMessage(TOPIC, payload, 1, false));
    }

    /** From the first sequence to the last. */
    static List<StoredMessage> messages(Priority priority, long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(sequence -> message(priority, sequence))
                .toList();
    }

    static List<Long> sequences(List<StoredMessage> messages) {
        return messages.stream().map(StoredMessage::sequence).toList();
    }

    static OutboundMessage outbound(String topic, String payload) {
        return new OutboundMessage(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
    }

    /** Of a message that never was in the outbox. */
    static Refusal refusal(String topic, DeadLetter.Cause cause, long second) {
        return new Refusal(
                outbound(topic, "content"), Optional.empty(), cause, "because of it", START.plusSeconds(second));
    }

    /** The sequences of all that is in an outbox, read as a gateway does. */
    static List<Long> drained(MessageStore store, Priority priority) {
        List<Long> all = new ArrayList<>();
        List<StoredMessage> group = store.read(priority, 0, 500, Long.MAX_VALUE);
        while (!group.isEmpty()) {
            all.addAll(sequences(group));
            group = store.read(priority, all.get(all.size() - 1), 500, Long.MAX_VALUE);
        }
        return all;
    }
}
