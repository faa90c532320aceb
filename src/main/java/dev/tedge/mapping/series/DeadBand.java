package dev.tedge.mapping.series;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.util.TimeUtils;

/**
 * A step that lets a message pass when one of its values has changed since that was last let pass: a number by at least the dead band,
 * anything else at all. What has been silent for too long passes as well. For the others the route ends here.
 *
 * <p>A series is one value of the messages on one topic; the member {@code time} is none. Messages pass whole and as they are, and so does
 * everything that has no values, or is not a JSON object. Of up to 1,000 series the last value is remembered; that which was looked at longest ago is then
 * forgotten, and its next message passes. In YAML:
 *
 * <pre>{@code
 * - beans:
 *     - name: onlyChanges
 *       type: dev.tedge.mapping.series.DeadBand
 *       constructors:
 *         0: 0.5  # dead band
 *         1: 15m  # longest silence
 * }</pre>
 */
public final class DeadBand implements Processor {

    private final BigDecimal band;
    private final long silence;
    private final LongSupplier nanoTime;
    private final SeriesMemory<Sent> sent = new SeriesMemory<>();

    private record Sent(String value, long at) {}

    /**
     * @param band the least change that counts, in the unit of the values; 0 for any change
     * @param longestSilence as {@code 15m}, {@code 1h}, {@code 30s}
     */
    public DeadBand(Double band, String longestSilence) {
        this(band, TimeUtils.toDuration(longestSilence), System::nanoTime);
    }

    DeadBand(Double band, Duration longestSilence, LongSupplier nanoTime) {
        if (!(band >= 0)) {
            throw new IllegalArgumentException("The dead band must not be negative, but is %s.".formatted(band));
        }
        this.band = BigDecimal.valueOf(band);
        this.silence = longestSilence.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void process(Exchange exchange) {
        String topic = Received.topic(exchange.getMessage());
        Optional<Leaves> leaves = Leaves.of(Received.payload(exchange.getMessage()));
        if (leaves.isEmpty() || leaves.get().values().isEmpty()) {
            return;
        }
        long now = nanoTime.getAsLong();
        Map<String, String> values = leaves.get().values();
        boolean passes = false;
        for (Map.Entry<String, String> value : values.entrySet()) {
            passes |= passes(sent.of(topic + value.getKey()), value.getValue(), now);
        }
        if (passes) {
            values.forEach((place, value) -> sent.putUnlessFails(exchange, topic + place, new Sent(value, now)));
        } else {
            exchange.setRouteStop(true);
        }
    }

    private boolean passes(Optional<Sent> before, String value, long now) {
        return before.isEmpty()
                || now - before.get().at() >= silence
                || hasChanged(before.get().value(), value);
    }

    private boolean hasChanged(String before, String now) {
        Optional<BigDecimal> from = Leaves.number(before);
        Optional<BigDecimal> to = Leaves.number(now);
        if (from.isEmpty() || to.isEmpty()) {
            return !before.equals(now);
        }
        BigDecimal change = to.get().subtract(from.get()).abs();
        return change.signum() != 0 && change.compareTo(band) >= 0;
    }
}
