package dev.tedge.testing;

import dev.tedge.testing.TcpProxy.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A client of a {@link TcpProxy} and its target. */
final class ProxiedConnection {

    private static final int CHUNK = 64 * 1024;

    private final Socket client;
    private final Socket target;
    private final NetworkFaults faults;
    private final Consumer<ProxiedConnection> whenClosed;

    /** Whose receiver has been told that the stream has ended. */
    private final Set<Direction> ended = ConcurrentHashMap.newKeySet();
    /** How many senders have ended their stream. */
    private final AtomicInteger finished = new AtomicInteger();

    ProxiedConnection(Socket client, Socket target, NetworkFaults faults, Consumer<ProxiedConnection> whenClosed) {
        this.client = client;
        this.target = target;
        this.faults = faults;
        this.whenClosed = whenClosed;
    }

    private Socket sender(Direction direction) {
        return direction == Direction.TO_TARGET ? client : target;
    }

    private Socket receiver(Direction direction) {
        return direction == Direction.TO_TARGET ? target : client;
    }

    /** Forwards until the sender ends the stream or the connection is gone. */
    void pump(Direction direction) {
        try {
            if (forward(direction)) {
                faults.await(direction, 0);
                end(direction);
                if (finished.incrementAndGet() == Direction.values().length) {
                    close();
                }
            } else {
                reset();
            }
        } catch (IOException | InterruptedException e) {
            // One side is gone without a farewell, so shall the other be; or the proxy is being closed.
            reset();
        }
    }

    /** False when the connection is to be cut. */
    private boolean forward(Direction direction) throws IOException, InterruptedException {
        byte[] chunk = new byte[CHUNK];
        InputStream in = sender(direction).getInputStream();
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            NetworkFaults.Passage passage = faults.await(direction, length);
            write(direction, chunk, passage.bytes());
            if (passage.cut()) {
                return false;
            }
        }
        return true;
    }

    private void write(Direction direction, byte[] chunk, int length) throws IOException {
        if (ended.contains(direction)) {
            return;
        }
        try {
            receiver(direction).getOutputStream().write(chunk, 0, length);
        } catch (IOException e) {
            // It may have been ended at this very moment.
            if (!ended.contains(direction)) {
                throw e;
            }
        }
    }

    /** Ends one direction at once; what its sender sends from now on vanishes. */
    void halfClose(Direction direction) {
        try {
            end(direction);
        } catch (IOException e) {
            // Gone at this very moment.
            reset();
        }
    }

    /** Tells the receiver that the stream has ended. Doing it twice is harmless. */
    private void end(Direction direction) throws IOException {
        if (ended.add(direction)) {
            receiver(direction).shutdownOutput();
        }
    }

    /** Ends both directions at once, with a reset to both sides. */
    void reset() {
        try {
            client.setSoLinger(true, 0);
            target.setSoLinger(true, 0);
        } catch (IOException e) {
            // Already closed.
        }
        close();
    }

    /** Ends both directions at once, in good order. */
    void close() {
        TcpProxy.closeUnchecked(client);
        TcpProxy.closeUnchecked(target);
        whenClosed.accept(this);
    }
}
