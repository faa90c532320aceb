package dev.tedge.health.metrics;

import dev.tedge.delivery.store.Inventory;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.StoreException;
import dev.tedge.delivery.store.Totals;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks at what is kept, on a thread of its own: a disk may hang. However many ask meanwhile, it is looked at once.
 *
 * <p>{@link #close} by whoever made it.
 */
final class OutboxGlance implements AutoCloseable {

    private static final long IDLE_SECONDS = 30;

    private final Inventory inventory;
    private final Duration patience;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), OutboxGlance::thread);

    // Guarded by this.
    private Optional<Future<Kept>> last = Optional.empty();

    /** What is kept. */
    record Kept(Map<Priority, Totals> outbox, Totals deadLetters) {}

    /** @param patience how long somebody who asks waits */
    OutboxGlance(Inventory inventory, Duration patience) {
        this.inventory = inventory;
        this.patience = patience;
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "management-outbox");
        thread.setDaemon(true);
        return thread;
    }

    /** @throws StoreException when the disk does not tell, or not in time */
    Kept kept() {
        try {
            return look().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException known
                    ? known
                    : new StoreException("The outbox can't be read", e.getCause());
        } catch (TimeoutException e) {
            throw new StoreException(
                    "The disk of the outbox has not answered within %d ms".formatted(patience.toMillis()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("The outbox could not be read in time", e);
        }
    }

    private synchronized Future<Kept> look() {
        Future<Kept> current = last.filter(look -> !look.isDone())
                .orElseGet(() -> thread.submit(() -> new Kept(inventory.outbox(), inventory.deadLetters())));
        last = Optional.of(current);
        return current;
    }

    /** Why no further message can be kept, on one line; does not ask the disk. */
    Optional<String> trouble() {
        return inventory.trouble();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
