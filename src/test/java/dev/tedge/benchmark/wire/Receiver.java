package dev.tedge.benchmark.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/**
 * Subscribes to all topics of a broker with QoS 0, which costs that broker least, and notes what comes in {@link Traffic}.
 * Messages without a number are the peer's own, or a {@link Generator#probe}.
 */
public final class Receiver implements AutoCloseable {

    private static final byte[] PROBE = Generator.PROBE.getBytes(StandardCharsets.US_ASCII);

    private final Connection connection;
    private final Traffic traffic;
    private final Thread thread;
    private final CountDownLatch anything = new CountDownLatch(1);
    private final CountDownLatch probe = new CountDownLatch(1);
    private volatile long firstAt;

    /** Connects and subscribes. */
    public Receiver(int port, Traffic traffic) throws IOException {
        this.traffic = traffic;
        connection = new Connection(new Socket(InetAddress.getLoopbackAddress(), port), "benchmark-receiver", true);
        connection.subscribe("#", 0);
        thread = new Thread(this::read, "benchmark-receiver");
        thread.setDaemon(true);
        thread.start();
    }

    /** Counted down with the first message, whatever it is. */
    public CountDownLatch anything() {
        return anything;
    }

    /** Counted down with the first probe: all is connected. */
    public CountDownLatch probed() {
        return probe;
    }

    /** When the first message came, by {@link System#nanoTime}. */
    public long firstAt() {
        return firstAt;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    private void read() {
        PacketReader in = connection.in();
        try {
            while (true) {
                if (in.next() == PacketType.PUBLISH) {
                    message(in);
                }
            }
        } catch (IOException e) {
            if (!connection.isClosed()) {
                throw new UncheckedIOException("The broker has closed the receiver's connection", e);
            }
        }
    }

    private void message(PacketReader in) {
        long now = System.nanoTime();
        if (anything.getCount() > 0) {
            firstAt = now;
            anything.countDown();
        }
        int payload = in.body() + 2 + in.number(in.body());
        long number = LoadMessage.number(in.buffer(), payload, in.end());
        if (number >= 0) {
            traffic.arrived(number, now);
        } else if (startsWithProbe(in, payload)) {
            probe.countDown();
        }
    }

    private static boolean startsWithProbe(PacketReader in, int from) {
        int length = PROBE.length - 1;
        return in.end() - from > length && Arrays.equals(in.buffer(), from, from + length, PROBE, 0, length);
    }
}
