package dev.tedge.mapping.series;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * What is known of each series, up to a number of series: then the one is forgotten that was not asked for longest.
 *
 * @param <V> immutable
 */
final class SeriesMemory<V> {

    /** Series that are remembered: more than a device has sensors, and less than a megabyte. */
    static final int CAPACITY = 1_000;

    /** A longer name is not remembered, or a few would take a lot of memory. */
    private static final int MAX_NAME = 1_000;

    private static final float LOAD = 0.75f;

    private final Map<String, V> known = new LinkedHashMap<>(16, LOAD, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > CAPACITY;
        }
    };

    synchronized Optional<V> of(String series) {
        return Optional.ofNullable(known.get(series));
    }

    synchronized void put(String series, V value) {
        if (series.length() <= MAX_NAME) {
            known.put(series, value);
        }
    }

    synchronized void forget(String series) {
        known.remove(series);
    }

    /**
     * The same as {@link #put} for as long as the message does not fail: one that fails may be sent by the broker again, and shall then
     * be judged as if it had never been there.
     */
    void putUnlessFails(Exchange exchange, String series, V value) {
        put(series, value);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onFailure(Exchange failed) {
                forgetIfStill(series, value);
            }
        });
    }

    @SuppressWarnings("ReferenceEquality") // Of equal values only the one that was put for this message.
    private synchronized void forgetIfStill(String series, V value) {
        if (known.get(series) == value) {
            known.remove(series);
        }
    }
}
