package dev.tedge.link.wire;

import dev.tedge.link.session.Session;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends packets, on a thread of its own, so that nobody waits for the network, and pings when there is nothing to say. What comes
 * while it writes leaves together afterwards. It has no bound: the window of unacknowledged messages is one.
 */
final class SessionWriter {

    private static final byte[] PING = {(byte) (PacketType.PINGREQ << 4), 0};

    private final PacketOutput out;
    private final Consumer<Exception> failed;
    private final long keepAliveNanos;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);

    // Guarded by this.
    private Queue<Packet> waiting = new ArrayDeque<>();
    private boolean idle;
    private boolean closed;

    // Used by the writing thread only.
    private Queue<Packet> batch = new ArrayDeque<>();
    private long lastWrite = System.nanoTime();

    private volatile long lastRead = System.nanoTime();

    /** Since when the broker owes us something: it does not answer a ping, or does not take what we write. */
    private volatile @Nullable Long pingedAt;

    private volatile @Nullable Long writingSince;

    /**
     * @param keepAlive the longest silence before a ping; zero for none
     * @param failed told, on the writing thread, why nothing more can be written
     */
    SessionWriter(String clientId, OutputStream out, Duration keepAlive, Consumer<Exception> failed) {
        this.out = new PacketOutput(out);
        this.keepAliveNanos = keepAlive.toNanos();
        this.failed = failed;
        this.thread = new Thread(this::run, "mqtt-write " + clientId);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Takes a packet. Packets leave in the order in which they were given.
     *
     * @throws Session.SessionClosed when it takes none any more
     */
    synchronized void send(Packet packet) throws Session.SessionClosed {
        if (closed) {
            throw new Session.SessionClosed();
        }
        waiting.add(packet);
        if (idle) {
            idle = false;
            notifyAll();
        }
    }

    /** Sends a last packet after all that was given before, and waits for that, no longer than the patience. */
    void finish(Packet last, Duration patience) {
        try {
            send(last);
            close();
            boolean unused = ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Session.SessionClosed e) {
            // Nobody is there to say goodbye to.
        }
    }

    /** Takes nothing any more. What was given before is written as far as the connection lasts. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Something came in. */
    void heard() {
        lastRead = System.nanoTime();
    }

    /** The broker has answered a ping. */
    synchronized void pingAnswered() {
        pingedAt = null;
        // The next one is to be planned.
        notifyAll();
    }

    /** Whether the broker has owed us an answer, or has taken nothing of what we write, for longer than the keep alive. */
    boolean isOverdue() {
        return isLongAgo(pingedAt) || isLongAgo(writingSince);
    }

    private boolean isLongAgo(@Nullable Long since) {
        return since != null && keepAliveNanos > 0 && System.nanoTime() - since > keepAliveNanos;
    }

    private void run() {
        try {
            while (await()) {
                write();
            }
        } catch (Exception e) {
            close();
            failed.accept(e);
        } finally {
            ended.countDown();
        }
    }

    /** Waits for packets, and is itself the source of pings. */
    private synchronized boolean await() throws InterruptedException {
        while (waiting.isEmpty() && !closed && !isPingDue()) {
            idle = true;
            if (keepAliveNanos == 0 || pingedAt != null) {
                wait();
            } else {
                // One more, so that it is due then.
                wait(1 + Math.max(0, TimeUnit.NANOSECONDS.toMillis(keepAliveNanos - quiet())));
            }
        }
        idle = false;
        if (!closed && isPingDue()) {
            pingedAt = System.nanoTime();
            waiting.add(new Packet.Plain(PING));
        }
        Queue<Packet> next = waiting;
        waiting = batch;
        batch = next;
        return !batch.isEmpty();
    }

    private boolean isPingDue() {
        return keepAliveNanos > 0 && pingedAt == null && quiet() >= keepAliveNanos;
    }

    /** For how long one of the sides has said nothing. */
    private long quiet() {
        long now = System.nanoTime();
        return Math.max(now - lastWrite, now - lastRead);
    }

    private void write() throws Exception {
        lastWrite = System.nanoTime();
        writingSince = lastWrite;
        for (Packet packet : batch) {
            packet.writeTo(out);
        }
        out.flush();
        writingSince = null;
        batch.forEach(Packet::written);
        batch.clear();
    }
}
