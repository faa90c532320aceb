package dev.tedge.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A network between two ports of 127.0.0.1 that fails on demand. Bytes pass unchanged, so TLS goes through
 * it end to end. Each connection has two threads: made for tests with few connections.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;

    private final int targetPort;
    private final int port = FreePort.next();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private Optional<Listener> listener = Optional.empty();
    private boolean held;
    private Duration delay = Duration.ZERO;

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
        open.forEach(Connection::reset);
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
        change(() -> held = true);
    }

    /** Takes {@link #hold} back; what was sent meanwhile passes now. */
    public void release() {
        change(() -> held = false);
    }

    /**
     * From now on every piece of data waits this long, in each direction; at most 64 KiB pass in this
     * time. {@link Duration#ZERO} takes it back.
     */
    public void delay(Duration time) {
        change(() -> delay = time);
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
            Connection connection = new Connection(client, target);
            open.add(connection);
            threads.execute(() -> connection.pump(client, target));
            threads.execute(() -> connection.pump(target, client));
        } catch (IOException e) {
            // Nobody listens there: the client sees its connection end.
            closeUnchecked(client);
        }
    }

    private void awaitPassage() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = delay.toNanos();
            while (nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            while (held) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void closeUnchecked(Closeable socket) {
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

    /** A client and its target. */
    private final class Connection {

        private final Socket client;
        private final Socket target;
        private final AtomicBoolean halfClosed = new AtomicBoolean();

        Connection(Socket client, Socket target) {
            this.client = client;
            this.target = target;
        }

        void pump(Socket from, Socket to) {
            byte[] chunk = new byte[CHUNK];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                    awaitPassage();
                    out.write(chunk, 0, length);
                }
                awaitPassage();
                to.shutdownOutput();
                if (halfClosed.getAndSet(true)) {
                    end();
                }
            } catch (IOException | InterruptedException e) {
                // One side is gone without a farewell, so shall the other be; or the proxy is being closed.
                reset();
            }
        }

        void reset() {
            try {
                client.setSoLinger(true, 0);
                target.setSoLinger(true, 0);
            } catch (IOException e) {
                // Already closed.
            }
            end();
        }

        private void end() {
            closeUnchecked(client);
            closeUnchecked(target);
            open.remove(this);
        }
    }
}
