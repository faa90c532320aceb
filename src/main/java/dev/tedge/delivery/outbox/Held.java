package dev.tedge.delivery.outbox;

import dev.tedge.delivery.store.StoredMessage;
import dev.tedge.link.Publisher;
import dev.tedge.link.session.OutboundMessage;
import java.util.Optional;

/**
 * The messages that routes have handed over and that are not safe yet, a bounded number of them. Safe for use by several threads.
 */
final class Held {

    /** Far above what a local broker leaves unacknowledged. */
    private static final int MOST = 10_000;

    private static final long MOST_BYTES = 32L << 20;

    // Guarded by this.
    private int messages;
    private long bytes;

    /** Counts a message until its route is told; empty when there are too many already. */
    Optional<Publisher.Callback> hold(OutboundMessage message, Publisher.Callback route) {
        long size = StoredMessage.sizeOf(message);
        synchronized (this) {
            // One message always finds room, however large it is.
            if (messages > 0 && (messages >= MOST || bytes + size > MOST_BYTES)) {
                return Optional.empty();
            }
            messages++;
            bytes += size;
        }
        return Optional.of(new Publisher.Callback() {
            @Override
            public void delivered() {
                release(size);
                route.delivered();
            }

            @Override
            public void failed(Exception failure) {
                release(size);
                route.failed(failure);
            }
        });
    }

    private synchronized void release(long size) {
        messages--;
        bytes -= size;
    }
}
