package dev.tedge.connect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A TCP port on which somebody is expected to listen. thin-edge.io takes a refused connection for success; here only an
 * accepted one is.
 *
 * @param host name or address
 * @param port of the server
 */
public record Listening(String host, int port) {

    private static final int ATTEMPT_MILLIS = 1_000;
    private static final long PAUSE_MILLIS = 200;

    public Listening {
        Objects.requireNonNull(host, "host");
    }

    /** Whether somebody listens now; waits for the answer a second at most. */
    public boolean now() {
        return refusal().isEmpty();
    }

    /** Waits until somebody listens. Gives the reason of the last failure when nobody does by then. */
    public Optional<String> within(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Optional<String> refusal = refusal();
        while (refusal.isPresent() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            refusal = refusal();
        }
        return refusal;
    }

    /** Whether the host is this machine; what can't be resolved is not. */
    public boolean isHere() {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (UnknownHostException | SocketException unknown) {
            return false;
        }
    }

    private Optional<String> refusal() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), ATTEMPT_MILLIS);
            return Optional.empty();
        } catch (UnknownHostException unknown) {
            return Optional.of("the host name is unknown");
        } catch (IOException refused) {
            return Optional.of(Objects.requireNonNullElse(refused.getMessage(), refused.toString()));
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
