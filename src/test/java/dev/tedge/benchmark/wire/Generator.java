package dev.tedge.benchmark.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes numbered messages with QoS 1, one thread for what it sends and one for the acknowledgements. It never has more on the
 * way than it is told, so that no queue overflows and a rate is what the slowest part of the way takes.
 */
public final class Generator implements AutoCloseable {

    static final String PROBE = "{\"probe\":1}";

    /** Packet identifiers are 1 to 65535. */
    private static final int WINDOW = 20_000;

    private static final long PAUSE = 50_000;

    private final Connection connection;
    private final Traffic traffic;
    private final Load load;
    private final AtomicLong acknowledged = new AtomicLong();
    private final LoadMessage message;
    private final List<byte[]> topics;
    private volatile boolean stopped;

    // Of the publishing thread.
    private long packets;

    /**
     * What is published.
     *
     * @param topics in turns
     * @param size of a payload in bytes
     * @param outstanding how many may be on the way to the receiver
     */
    public record Load(List<String> topics, int size, int outstanding) {

        public Load {
            topics = List.copyOf(topics);
        }
    }

    /** Connects. */
    public Generator(int port, Load load, Traffic traffic) throws IOException {
        this.traffic = traffic;
        this.load = load;
        this.message = new LoadMessage(load.size());
        this.topics = load.topics().stream()
                .map(topic -> topic.getBytes(StandardCharsets.UTF_8))
                .toList();
        connection = new Connection(new Socket(InetAddress.getLoopbackAddress(), port), "benchmark-generator", true);
        Thread reader = new Thread(this::readAcknowledgements, "benchmark-acknowledgements");
        reader.setDaemon(true);
        reader.start();
    }

    /** Publishes a message without a number. Not while others are published. */
    public void probe() throws IOException {
        connection.out().publish(topics.get(0), packetId(), PROBE.getBytes(StandardCharsets.US_ASCII));
        connection.out().flush();
    }

    /** Publishes as many as the way takes, until {@link #stop} or so many are sent. */
    public void publish(long count) throws IOException {
        long end = traffic.sent() + count;
        for (long number = traffic.sent(); number < end; number++) {
            awaitRoom();
            if (stopped) {
                break;
            }
            send(number, System.nanoTime());
        }
        connection.out().flush();
    }

    /** Publishes so many, evenly; each counts from when it was due, even if it is sent late. */
    public void publish(long count, double perSecond) throws IOException {
        long begin = System.nanoTime();
        long first = traffic.sent();
        for (long i = 0; i < count; i++) {
            long due = begin + (long) (i * 1e9 / perSecond);
            if (due - System.nanoTime() > 0) {
                connection.out().flush();
                pauseUntil(due);
            }
            awaitRoom();
            send(first + i, due);
        }
        connection.out().flush();
    }

    /** Ends {@link #publish(long)}, for good. */
    public void stop() {
        stopped = true;
    }

    /** Messages and probes that the broker has acknowledged. */
    public long acknowledged() {
        return acknowledged.get();
    }

    @Override
    public void close() throws IOException {
        stop();
        connection.close();
    }

    private void send(long number, long nanos) throws IOException {
        traffic.sending(number, nanos);
        connection.out().publish(topics.get((int) (number % topics.size())), packetId(), message.numbered(number));
    }

    private int packetId() {
        return (int) (packets++ % 0xffff) + 1;
    }

    private void awaitRoom() throws IOException {
        if (hasRoom()) {
            return;
        }
        connection.out().flush();
        while (!hasRoom() && !stopped) {
            LockSupport.parkNanos(PAUSE);
        }
    }

    private boolean hasRoom() {
        return packets - acknowledged.get() < WINDOW && traffic.outstanding() < load.outstanding();
    }

    private static void pauseUntil(long due) {
        for (long rest = due - System.nanoTime(); rest > 0; rest = due - System.nanoTime()) {
            LockSupport.parkNanos(rest);
        }
    }

    private void readAcknowledgements() {
        PacketReader in = connection.in();
        try {
            while (true) {
                if (in.next() == PacketType.PUBACK) {
                    acknowledged.incrementAndGet();
                }
            }
        } catch (IOException e) {
            if (!connection.isClosed()) {
                throw new UncheckedIOException("The broker has closed the generator's connection", e);
            }
        }
    }
}
