package dev.tedge.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An HTTP proxy that knows CONNECT only, and leads all tunnels to one port on 127.0.0.1, whatever host is asked for. */
public final class TestingHttpProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final Function<String, String> answer;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /**
     * Listens at once.
     *
     * @param server accepts; closed with the proxy
     * @param target where tunnels lead to
     * @param answer the head of the answer to the head of a request; a tunnel is opened when it has a 200, and an empty one is
     *     none at all
     */
    public TestingHttpProxy(ServerSocket server, int target, Function<String, String> answer) {
        this.server = server;
        this.target = target;
        this.answer = answer;
        thread(this::accept);
    }

    /** A proxy without TLS that asks for nothing. */
    public static TestingHttpProxy to(int target) throws IOException {
        return to(target, request -> "HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n");
    }

    /** A proxy without TLS. */
    public static TestingHttpProxy to(int target, Function<String, String> answer) throws IOException {
        return new TestingHttpProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target, answer);
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** The heads of the requests so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                open.add(client);
                thread(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        try {
            String request = head(client.getInputStream());
            requests.add(request);
            String head = answer.apply(request);
            client.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            client.getOutputStream().flush();
            if (head.contains(" 200 ")) {
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(far);
                thread(() -> copy(far, client));
                copy(client, far);
            } else if (!head.isEmpty()) {
                client.close();
            }
        } catch (IOException e) {
            // A client that has gone.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            byte[] bytes = new byte[8192];
            for (int count = from.getInputStream().read(bytes); count >= 0; ) {
                to.getOutputStream().write(bytes, 0, count);
                to.getOutputStream().flush();
                count = from.getInputStream().read(bytes);
            }
        } catch (IOException e) {
            // The end of the tunnel.
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "http-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
