package dev.tedge.benchmark.wire;

import dev.tedge.testing.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A network between two ports of 127.0.0.1 that is as wide as loopback but longer: all bytes come in their order, half of the
 * round trip after they were sent. It can be down.
 */
public final class DelayProxy implements AutoCloseable {

    private static final int PIECE = 64 << 10;

    /** What is on the way in one direction: 64 MiB at most, which is more than any broker sends in 200 ms. */
    private static final int PIECES = 1_000;

    private final int target;
    private final long nanos;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean down;

    /** Empty at the end of the stream. */
    private record Piece(long due, ByteBuffer bytes) {}

    /** Forwards a free port to the target from now on. */
    public DelayProxy(int target, Duration roundTrip) throws IOException {
        this.target = target;
        this.nanos = roundTrip.toNanos() / 2;
        this.server = new ServerSocket(FreePort.next(), 50, InetAddress.getLoopbackAddress());
        start("accept", this::accept);
    }

    /** Where clients connect. */
    public int port() {
        return server.getLocalPort();
    }

    /** Ends all connections, and new ones as soon as they come, until {@link #up}. */
    public void down() throws IOException {
        down = true;
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** Takes {@link #down} back. */
    public void up() {
        down = false;
    }

    @Override
    public void close() throws IOException {
        server.close();
        down();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            if (down) {
                client.close();
                continue;
            }
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(client);
            open.add(broker);
            pump(client, broker);
            pump(broker, client);
        }
    }

    private void pump(Socket from, Socket to) throws IOException {
        to.setTcpNoDelay(true);
        BlockingQueue<Piece> way = new LinkedBlockingQueue<>(PIECES);
        start("in", () -> {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[PIECE];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                way.put(new Piece(System.nanoTime() + nanos, ByteBuffer.wrap(Arrays.copyOf(buffer, count))));
            }
            way.put(new Piece(System.nanoTime() + nanos, ByteBuffer.allocate(0)));
        });
        start("out", () -> {
            for (Piece piece = way.take(); piece.bytes().hasRemaining(); piece = way.take()) {
                pauseUntil(piece.due());
                to.getOutputStream().write(piece.bytes().array());
            }
            to.close();
        });
    }

    private static void pauseUntil(long due) {
        for (long rest = due - System.nanoTime(); rest > 0; rest = due - System.nanoTime()) {
            LockSupport.parkNanos(rest);
        }
    }

    private interface Task {
        void run() throws IOException, InterruptedException;
    }

    private void start(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException closed) {
                        // An end of the way was closed, and the other notices by its own reading or writing.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "delay-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
