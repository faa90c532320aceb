package dev.tedge.delivery;

import dev.tedge.link.Pace;
import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.OutboundMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps one connection below AWS's quotas: publishes and bytes per second, both directions together, and one attempt to connect
 * per second (AWS IoT Core quotas, "Message broker limits and quotas"). When AWS says all the same that a quota is exceeded, the
 * limits are halved, and come back within a minute.
 *
 * <p>Safe for use by several threads.
 */
public final class Pacer implements Pace {

    /** What may leave at once after a pause. AWS counts per second: with a rate of 90 no second has more than 100. */
    private static final double BURST_SECONDS = 1.0 / 9;

    private static final double LEAST_FACTOR = 1.0 / 16;
    private static final double RECOVERY_PER_SECOND = 1.0 / 60;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** Fixed header, topic length, packet identifier and properties of a PUBLISH without any (MQTT 5, section 3.3). */
    private static final int PACKET_OVERHEAD = 10;

    private final Optional<Limits> limits;
    private final LongSupplier nanoClock;
    private final Meter publishes;
    private final Meter bytes;

    // Guarded by this.
    private final Bucket publishBucket;
    private final Bucket byteBucket;
    private double factor = 1;
    private long factorChanged;
    private long nextConnect;

    /**
     * What a connection may carry.
     *
     * @param publishesPerSecond messages
     * @param bytesPerSecond bytes
     */
    public record Limits(int publishesPerSecond, long bytesPerSecond) {

        public Limits {
            if (publishesPerSecond < 1 || bytesPerSecond < 1) {
                throw new IllegalArgumentException("The limits of a pacer must be positive");
            }
        }
    }

    /** @param limits empty for a broker that has none: then it only counts */
    public Pacer(Optional<Limits> limits) {
        this(limits, System::nanoTime);
    }

    Pacer(Optional<Limits> limits, LongSupplier nanoClock) {
        this.limits = limits;
        this.nanoClock = nanoClock;
        long now = nanoClock.getAsLong();
        this.publishBucket = new Bucket(limits.map(Limits::publishesPerSecond).orElse(1), now);
        this.byteBucket = new Bucket((double) limits.map(Limits::bytesPerSecond).orElse(1L), now);
        this.publishes = new Meter(now);
        this.bytes = new Meter(now);
        this.factorChanged = now;
        this.nextConnect = now;
    }

    @Override
    public synchronized Duration publish(OutboundMessage message) {
        long now = nanoClock.getAsLong();
        int size = size(message.topic(), message.payload()) + message.propertiesSize();
        if (limits.isPresent()) {
            double part = factorAt(now);
            long wait = Math.max(publishBucket.untilPositive(now, part), byteBucket.untilPositive(now, part));
            if (wait > 0) {
                return Duration.ofNanos(Math.max(wait, Duration.ofMillis(1).toNanos()));
            }
        }
        count(now, size);
        return Duration.ZERO;
    }

    @Override
    public synchronized void received(InboundMessage message) {
        count(nanoClock.getAsLong(), size(message.topic(), message.payload()) + message.propertiesSize());
    }

    @Override
    public synchronized void quotaExceeded() {
        long now = nanoClock.getAsLong();
        // One answer for each message of a window comes in: they are about the same second.
        if (factor == 1 || now - factorChanged > SECOND) {
            factor = Math.max(LEAST_FACTOR, factorAt(now) / 2);
            factorChanged = now;
        }
    }

    @Override
    public synchronized Duration connect() {
        long now = nanoClock.getAsLong();
        if (limits.isPresent() && nextConnect - now > 0) {
            return Duration.ofNanos(nextConnect - now);
        }
        nextConnect = now + SECOND;
        return Duration.ZERO;
    }

    /** What the connection may carry when AWS does not complain; empty when there are no limits. */
    public Optional<Limits> limits() {
        return limits;
    }

    /** What has gone over the connection lately. */
    public synchronized Rates rates() {
        long now = nanoClock.getAsLong();
        double publishRate = publishes.perSecond(now);
        double byteRate = bytes.perSecond(now);
        return new Rates(
                publishRate,
                byteRate,
                limits.map(limit -> headroom(publishRate, limit.publishesPerSecond()))
                        .orElse(1.0),
                limits.map(limit -> headroom(byteRate, (double) limit.bytesPerSecond()))
                        .orElse(1.0));
    }

    private static double headroom(double rate, double limit) {
        return Math.max(0, 1 - rate / limit);
    }

    private void count(long now, int size) {
        publishes.add(now, 1);
        bytes.add(now, size);
        if (limits.isPresent()) {
            publishBucket.take(1);
            byteBucket.take(size);
        }
    }

    private double factorAt(long now) {
        return Math.min(1, factor + RECOVERY_PER_SECOND * (double) (now - factorChanged) / SECOND);
    }

    private static int size(String topic, byte[] payload) {
        return topic.length() + payload.length + PACKET_OVERHEAD;
    }

    /** A token bucket that may go below zero, as a packet can be larger than what the bucket holds. */
    private static final class Bucket {

        private final double perSecond;
        private double tokens;
        private long filled;

        Bucket(double perSecond, long now) {
            this.perSecond = perSecond;
            this.tokens = Math.max(1, perSecond * BURST_SECONDS);
            this.filled = now;
        }

        /** In nanoseconds; 0 when something may be taken now. */
        long untilPositive(long now, double factor) {
            double rate = perSecond * factor / SECOND;
            tokens = Math.min(Math.max(1, perSecond * BURST_SECONDS), tokens + (double) (now - filled) * rate);
            filled = now;
            return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / rate);
        }

        void take(double amount) {
            tokens -= amount;
        }
    }

    /** Counts by the second, for ten seconds. */
    private static final class Meter {

        private static final int SECONDS = 10;

        private final double[] slots = new double[SECONDS + 1];
        private final long start;
        private long current;

        Meter(long start) {
            this.start = start;
        }

        void add(long now, double amount) {
            slots[slot(now)] += amount;
        }

        /** Over the last whole seconds: the current one has only begun. */
        double perSecond(long now) {
            int begun = slot(now);
            double sum = 0;
            for (int i = 0; i < slots.length; i++) {
                sum += i == begun ? 0 : slots[i];
            }
            return sum / SECONDS;
        }

        private int slot(long now) {
            long second = (now - start) / SECOND;
            long newest = Math.max(current, second - slots.length);
            while (newest < second) {
                newest++;
                slots[(int) (newest % slots.length)] = 0;
            }
            current = second;
            return (int) (second % slots.length);
        }
    }
}
