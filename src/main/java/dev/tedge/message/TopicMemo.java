package dev.tedge.message;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what a function says of topics: devices publish on the same ones again and again, and to look at a topic takes longer
 * than most of what is done with its message. It has room for about a thousand; a topic takes the place of another one. Safe for use
 * by several threads.
 *
 * @param <T> what is said
 */
public final class TopicMemo<T> {

    private static final int PLACES = 1 << 10;

    /** Nothing that goes to AWS has a longer one, and memory is bounded. */
    private static final int LONGEST = 512;

    private final Function<String, T> function;
    private final AtomicReferenceArray<@Nullable Known<T>> places = new AtomicReferenceArray<>(PLACES);

    private record Known<T>(String topic, T value) {}

    /** @param function says the same of a topic each time; what it throws is not remembered */
    public TopicMemo(Function<String, T> function) {
        this.function = function;
    }

    /** What the function says. */
    public T of(String topic) {
        int hash = topic.hashCode();
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        Known<T> known = places.get(place);
        if (known != null && known.topic.equals(topic)) {
            return known.value;
        }
        T value = function.apply(topic);
        if (topic.length() <= LONGEST) {
            places.set(place, new Known<>(topic, value));
        }
        return value;
    }
}
