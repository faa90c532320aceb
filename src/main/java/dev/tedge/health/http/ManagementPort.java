package dev.tedge.health.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tedge.health.http.Page.Answer;
import dev.tedge.health.http.Page.Question;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP server for whoever looks after the gateway: GET and HEAD, no protection. Its threads are few and its own, and who
 * takes too long is cut off.
 *
 * <p>{@link #close} by whoever made it.
 */
public final class ManagementPort implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementPort.class);
    private static final int BACKLOG = 16;
    private static final PromptThreads.Limits PATIENCE =
            new PromptThreads.Limits(Duration.ofSeconds(2), Duration.ofSeconds(10));

    static {
        // The JDK's server reads it once, for all servers of the process. Without it, callers could take all files and
        // memory.
        String limit = "jdk.httpserver.maxConnections";
        System.setProperty(limit, System.getProperty(limit, "256"));
    }

    /** How long a caller of a slow page waits for those before. */
    private static final Duration TURN = Duration.ofSeconds(2);

    private final HttpServer server;
    private final PromptThreads threads;
    private final AtomicBoolean started = new AtomicBoolean();

    private ManagementPort(HttpServer server, PromptThreads.Limits patience) {
        this.server = server;
        this.threads = new PromptThreads(patience);
        server.setExecutor(threads);
    }

    /**
     * Takes the port, without answering yet: callers wait.
     *
     * @param host an address of this machine, or a name of one
     * @param port 0 for any that is free
     * @throws IOException when that can't be; the message says what to do
     */
    public static ManagementPort bind(String host, int port) throws IOException {
        return bind(host, port, PATIENCE);
    }

    /** @param patience how long a request may take */
    static ManagementPort bind(String host, int port, PromptThreads.Limits patience) throws IOException {
        try {
            InetAddress address = InetAddress.getByName(host);
            HttpServer server = HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
            if (!address.isLoopbackAddress()) {
                LOG.warn(
                        "management.http.address is {}: whoever reaches port {} can read health and metrics, without protection",
                        host,
                        port);
            }
            return new ManagementPort(server, patience);
        } catch (UnknownHostException unknown) {
            throw new IOException(
                    "management.http.address is '" + host + "', which is not known: " + advice(), unknown);
        } catch (SocketException taken) {
            throw new IOException(
                    "Cannot listen on " + host + ":" + port + " for health and metrics (" + taken.getMessage() + "): "
                            + advice(),
                    taken);
        }
    }

    private static String advice() {
        return "set management.http.address to an address of this machine, and management.http.port to a port that nobody else uses,"
                + " another one for each gateway";
    }

    /**
     * Begins to answer, once.
     *
     * @param quick pages by path
     * @param slow those that may take a while, such as those that look at the disk: one at a time
     */
    public void serve(Map<String, Page> quick, Map<String, Page> slow) {
        Map<String, Page> known = new HashMap<>(quick);
        SlowPages turns = new SlowPages(TURN);
        slow.forEach((path, page) -> known.put(path, turns.of(page)));
        server.createContext("/", exchange -> serve(known, exchange));
        start();
    }

    private void start() {
        if (started.compareAndSet(false, true)) {
            server.start();
        }
    }

    /** The TCP port. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void serve(Map<String, Page> pages, HttpExchange exchange) throws IOException {
        try (exchange) {
            Page page = pages.get(exchange.getRequestURI().getPath());
            write(exchange, threads.answer(() -> answer(page, exchange)));
        } catch (IOException gone) {
            LOG.debug("A caller was not answered", gone);
            throw gone;
        }
    }

    private static Answer answer(@Nullable Page page, HttpExchange exchange) {
        if (page == null) {
            return Answer.error(404, "There is nothing here");
        }
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Answer.error(405, "Only GET and HEAD");
        }
        try {
            String accept = exchange.getRequestHeaders().getFirst("Accept");
            return page.answer(
                    new Question(parameters(exchange.getRequestURI().getRawQuery()), accept == null ? "" : accept));
        } catch (RuntimeException bug) {
            LOG.error("A request could not be answered", bug);
            return Answer.error(500, "This could not be answered: see the log");
        }
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    private static void write(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Ends what is under way and frees the port. */
    @Override
    public void close() {
        // A server that never ran keeps the port (JDK 17): its thread is what frees it.
        start();
        server.stop(0);
        threads.close();
    }
}
