package dev.tedge.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A network between two ports of 127.0.0.1 that fails on demand. Bytes pass unchanged, so TLS goes through
 * it end to end. Each connection has two threads: made for tests with few connections.
 */
public final class TcpProxy implements AutoCloseable {

    /** Where bytes flow. */
    public enum Direction {
        /** From clients to the target. */
        TO_TARGET,
        /** From the target to clients. */
        TO_CLIENT
    }

    private final int targetPort;
    private final int port = FreePort.next();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final NetworkFaults faults = new NetworkFaults();
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private Optional<Listener> listener = Optional.empty();

    private TcpProxy(int targetPort) {
        this.targetPort = targetPort;
    }

    /** Forwards a free port to the given one, from now until {@link #close}. */
    public static TcpProxy to(int targetPort) {
        TcpProxy proxy = new TcpProxy(targetPort);
        proxy.accept();
        return proxy;
    }

    /** Where clients connect; stays the same whatever happens. */
    public int port() {
        return port;
    }

    /** How many connections it has accepted so far. */
    public int connections() {
        return accepted.get();
    }

    /** How many of them are open. */
    public int openConnections() {
        return open.size();
    }

    /** Ends all connections at once, with a reset to both sides. New ones are still accepted. */
    public void cut() {
        open.forEach(ProxiedConnection::reset);
    }

    /** Ends all connections in good order, without a word. New ones are still accepted. */
    public void hangUp() {
        open.forEach(ProxiedConnection::close);
    }

    /** From now on new connections are refused, as by a closed port. Open ones stay. */
    public void refuse() {
        lock.lock();
        try {
            listener.ifPresent(Listener::end);
            listener = Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Takes {@link #refuse} back. */
    public void accept() {
        lock.lock();
        try {
            if (listener.isEmpty()) {
                ServerSocket socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
                listener =
                        Optional.of(new Listener(socket, CompletableFuture.runAsync(() -> acceptAll(socket), threads)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + port + " was taken by somebody else", e);
        } finally {
            lock.unlock();
        }
    }

    /** From now on nothing passes, in neither direction, and nobody is told: a dead network. */
    public void hold() {
        hold(Direction.TO_TARGET);
        hold(Direction.TO_CLIENT);
    }

    /** From now on nothing passes in this direction, and nobody is told. The other one goes on. */
    public void hold(Direction direction) {
        faults.hold(direction);
    }

    /** Whether somebody has sent something that {@link #hold} keeps back. */
    public boolean isHolding() {
        return faults.isHolding();
    }

    /**
     * From now on what is sent in this direction vanishes, and nobody is told. A connection that misses something is of
     * no use any more when it has TLS: {@link #cut} it.
     */
    public void drop(Direction direction) {
        faults.drop(direction);
    }

    /** Takes {@link #hold} back, and what was sent meanwhile passes now; takes {@link #drop} back, too. */
    public void release() {
        faults.release();
    }

    /**
     * From now on every piece of data waits this long, in each direction; at most 64 KiB pass in this
     * time. {@link Duration#ZERO} takes it back.
     */
    public void delay(Duration time) {
        faults.delay(time);
    }

    /**
     * Lets so many more bytes pass in this direction, on all connections together, and cuts the connection that sends
     * the next one: probably in the middle of a packet. Once; others are not touched.
     *
     * @param bytes 0 or more
     */
    public void cutAfter(Direction direction, long bytes) {
        faults.cutAfter(direction, bytes);
    }

    /**
     * Ends this direction of all connections: the receiver sees the end of the stream, the sender notices nothing and
     * sends into the void. The other direction stays open until its sender ends it.
     */
    public void halfClose(Direction direction) {
        open.forEach(connection -> connection.halfClose(direction));
    }

    /** Ends all connections and refuses new ones, for good. */
    @Override
    public void close() {
        refuse();
        cut();
        threads.shutdownNow();
    }

    private void acceptAll(ServerSocket socket) {
        try {
            while (true) {
                Socket client = socket.accept();
                accepted.incrementAndGet();
                connect(client);
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException("The proxy on port " + port + " cannot accept", e);
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket target = new Socket(InetAddress.getLoopbackAddress(), targetPort);
            ProxiedConnection connection = new ProxiedConnection(client, target, faults, open::remove);
            open.add(connection);
            threads.execute(() -> connection.pump(Direction.TO_TARGET));
            threads.execute(() -> connection.pump(Direction.TO_CLIENT));
        } catch (IOException e) {
            // Nobody listens there: the client sees its connection end.
            closeUnchecked(client);
        }
    }

    static void closeUnchecked(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The open port, and the loop that accepts on it. */
    private record Listener(ServerSocket socket, CompletableFuture<Void> loop) {

        void end() {
            closeUnchecked(socket);
            // The kernel keeps the port open until the loop has left its call.
            loop.join();
        }
    }
}
