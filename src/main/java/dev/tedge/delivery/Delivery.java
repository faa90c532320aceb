package dev.tedge.delivery;

import dev.tedge.delivery.outbox.Outbox;
import dev.tedge.delivery.store.Inventory;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.StoreException;
import dev.tedge.link.LinkUnavailableException;
import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.Publisher;
import dev.tedge.link.session.OutboundMessage;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

/**
 * Stands before the link to AWS and makes messages safe. Safe is what AWS has acknowledged, what is on disk to be sent as soon as
 * AWS can be reached, and what is on disk as a dead letter, because AWS would refuse it or has refused it for good.
 *
 * <p>While the link is up and nothing waits, nothing is written. What the link has not got acknowledged when it goes down is
 * written, and then safe. While messages wait on disk, later ones of the same {@link Priority} queue behind them; the more urgent
 * go first. What can't be made safe now, because the disk is full, is not acknowledged to its route until it can.
 *
 * <p>A route hears {@code delivered} of a message that is safe, {@link PublishRefusedException} when it has become a dead letter
 * while the route was waiting, {@link LinkUnavailableException} when it was not taken. Safe for use by several threads.
 *
 * <p>{@link #close} by whoever opened it, when the link to AWS has given back what it had and before the link to the local broker.
 */
public final class Delivery implements Publisher, AutoCloseable {

    private final Outbox outbox;

    /** Hears what no route waits for. Called on a thread that may be kept for a moment. */
    public interface Reports {

        /** A message that was on disk has become a dead letter. */
        void refused(PublishRefusedException refusal);

        /** The store can't be used any more, and no message is taken. */
        void broken(String reason);
    }

    private Delivery(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * The way out.
     *
     * @param aws takes messages while it is up, and those that were sent when it went down until it is up again
     * @param window how many it is given at a time
     */
    public record Way(Publisher aws, int window) {}

    /**
     * Opens what is on disk, or begins it.
     *
     * @throws StoreException when it can't be used; the message says why and what to do
     */
    public static Delivery open(OutboxConfig config, Way way, Reports reports) {
        return new Delivery(Outbox.open(config, way, reports));
    }

    @Override
    public void publish(OutboundMessage message, Callback callback) {
        outbox.take(message, refusal(message), callback);
    }

    /** The rule of AWS that a message breaks, in words. */
    public static Optional<String> refusal(OutboundMessage message) {
        return AwsRules.check(message) instanceof GuardOutcome.Refused refused
                ? Optional.of(refused.reason())
                : Optional.empty();
    }

    /** The link to AWS is up, or no longer. To be called with each change. */
    public void linkChanged(boolean up) {
        outbox.linkChanged(up);
    }

    /** Why no message is taken any more, if so. */
    public Optional<String> broken() {
        return outbox.broken();
    }

    /** What has become of messages since the start, by name. */
    public SortedMap<String, Long> counters() {
        return outbox.counters();
    }

    /** Its thread by name, to see whether it still works: a task must be quick. It takes none after {@link #close}. */
    public Map<String, Executor> threads() {
        return outbox.threads();
    }

    /** Gives nothing more to the link: all goes to the disk from now on. The first step of an orderly end. */
    public void stop() {
        outbox.stop();
    }

    /** Writes what is not safe yet, and closes the store. */
    @Override
    public void close() {
        outbox.close();
    }

    /** What is kept on disk, to be looked at and changed by people; not after {@link #close}. */
    public Inventory inventory() {
        return outbox;
    }

    /** Asks on the thread that has the store. */
    <T> T ask(Callable<T> question) {
        return outbox.ask(question);
    }
}
