package dev.tedge.link;

import dev.tedge.link.session.InboundMessage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether successive messages on a topic differ from each other: only then two equal ones in a row can be taken for two copies of
 * one. A sensor that says the same again and again sends equal messages that are not the same. Used by one thread.
 */
final class Variety {

    private static final int MOST_TOPICS = 1_000;

    /** So many have to differ until they are trusted to. */
    private static final int ENOUGH = 5;

    private final Map<Stream, Run> runs = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Stream, Run> eldest) {
            return size() > MOST_TOPICS;
        }
    };

    /** The copies of messages on a topic that are sent for the same filters. */
    private record Stream(String topic, List<Integer> identifiers) {}

    /**
     * @param length how many messages differed from the one before, up to the last
     * @param repeats whether two in a row were equal, ever
     */
    private record Run(int lastHash, int lastSize, int length, boolean repeats) {

        private Run next(int hash, int size) {
            boolean equal = hash == lastHash && size == lastSize;
            return new Run(hash, size, Math.min(length + 1, ENOUGH), repeats || equal);
        }
    }

    /**
     * A message came.
     *
     * @return whether those on its topic differ from each other, as far as is known
     */
    boolean differs(InboundMessage message) {
        int hash = Arrays.hashCode(message.payload());
        int size = message.payload().length;
        Run run = runs.merge(
                new Stream(message.topic(), message.subscriptionIdentifiers()),
                new Run(hash, size, 1, false),
                (before, first) -> before.next(hash, size));
        return !run.repeats() && run.length() >= ENOUGH;
    }
}
