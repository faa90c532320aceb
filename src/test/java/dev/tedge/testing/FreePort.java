package dev.tedge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports of 127.0.0.1 for servers that must be told their port. */
public final class FreePort {

    /**
     * Below Linux's range for outgoing connections (32768 and up): such a connection could otherwise take
     * the port of a broker that is just being restarted, or even connect to itself.
     */
    private static final int HIGHEST = 32_000;

    private static final int LOWEST = 15_000;
    private static final int ATTEMPTS = 100;

    /** A broker that is down for a moment keeps its port: none is given twice. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /** A random port that nobody listens on at this moment, another one with each call. */
    public static int next() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("None of " + ATTEMPTS + " ports was free on 127.0.0.1");
    }

    private static boolean isFree(int port) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket socket = new ServerSocket(port, 1, loopback)) {
            return socket.isBound();
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
