package dev.tedge.delivery.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a long list in parts, so that it needs little memory and others have their turn at the store in between. */
public final class Pages {

    /** With the largest payloads some megabytes. */
    private static final int SIZE = 50;

    private Pages() {}

    /** Reads one part. */
    @FunctionalInterface
    public interface Page<T> {

        /**
         * @param after the last one that was read; empty at the beginning
         * @param limit how many to read at most
         */
        List<T> read(Optional<T> after, int limit);
    }

    /** Calls the action for each, in order, until there are no more or so many have been read. */
    public static <T> void each(int limit, Page<T> page, Consumer<T> action) {
        Optional<T> last = Optional.empty();
        int left = limit;
        while (left > 0) {
            int size = Math.min(SIZE, left);
            List<T> read = page.read(last, size);
            read.forEach(action);
            left = read.size() < size ? 0 : left - size;
            last = read.isEmpty() ? last : Optional.of(read.get(read.size() - 1));
        }
    }
}
