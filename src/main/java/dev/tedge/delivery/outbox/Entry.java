package dev.tedge.delivery.outbox;

import dev.tedge.delivery.store.StoredMessage;
import dev.tedge.link.Publisher;
import org.jspecify.annotations.Nullable;

/** A message that is in memory on its way to AWS. Guarded by the {@link Dispatcher}. */
final class Entry {

    private StoredMessage message;
    private final long acceptedAt = System.nanoTime();
    private Publisher.@Nullable Callback route;
    private boolean onDisk;
    private boolean sentUnwritten;
    private boolean over;

    /** A message that a route waits for. */
    Entry(StoredMessage message, Publisher.Callback route) {
        this.message = message;
        this.route = route;
    }

    /** A message that was read from the disk. */
    Entry(StoredMessage message) {
        this.message = message;
        this.onDisk = true;
    }

    StoredMessage message() {
        return message;
    }

    /** Takes its place anew, after what was put before it while it waited to be written. */
    void moveTo(long sequence) {
        message = new StoredMessage(sequence, message.priority(), message.accepted(), message.message());
    }

    /** When it came into memory, as {@link System#nanoTime} counts. */
    long acceptedAt() {
        return acceptedAt;
    }

    boolean isOnDisk() {
        return onDisk;
    }

    void nowOnDisk() {
        onDisk = true;
    }

    /** Whether it is to be written although the link has it, and goes on having it. */
    boolean isSentUnwritten() {
        return sentUnwritten;
    }

    void nowSentUnwritten() {
        sentUnwritten = true;
    }

    /** Whether nobody but us has it, and whoever waits for it to be safe. */
    boolean isInMemoryOnly() {
        return !onDisk && !sentUnwritten;
    }

    /** Whether AWS has answered for good: it need not be written any more. */
    boolean isOver() {
        return over;
    }

    void nowOver() {
        over = true;
    }

    /** Who waits for the message to be safe, to be told once; null when nobody does, or does any more. */
    Publisher.@Nullable Callback takeRoute() {
        Publisher.Callback waiting = route;
        route = null;
        return waiting;
    }
}
