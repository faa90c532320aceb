package dev.tedge.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTPS server on 127.0.0.1. Asks callers for a certificate, but takes those without, too. */
public final class HttpPort implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpPort.class);
    private static final int BACKLOG = 50;
    private static final int THREADS = 64;

    /** Twice what a request may wait for the event loop. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpsServer server;
    private final Backend backend;
    private final RequestThreads threads = new RequestThreads(THREADS, PATIENCE);
    private final Watchers watchers;
    private final Callers callers;
    private final Map<String, Handler> handlers;

    private HttpPort(HttpsServer server, Backend backend, Watchers watchers, String token) {
        this.server = server;
        this.backend = backend;
        this.watchers = watchers;
        this.callers = new Callers(backend, token);
        ShadowsHandler shadows = new ShadowsHandler(backend);
        this.handlers = Map.of(
                "topics", new TopicsHandler(backend),
                "things", new ThingsHandler(shadows, new JobsHandler(backend)),
                "api", shadows::names,
                "retainedMessage", new RetainedHandler(backend),
                "connections", new ConnectionsHandler(backend),
                "simulator", new ControlHandler(backend));
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for any that is free
     * @param tls shows the server's certificate and trusts those of devices
     * @param token what the command line shows to be let in
     * @throws IOException if the port cannot be bound; the message says what to do
     */
    public static HttpPort start(int port, SSLContext tls, Backend backend, Watchers watchers, String token)
            throws IOException {
        HttpsServer server;
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (BindException taken) {
            throw new IOException(
                    "Cannot listen on 127.0.0.1:" + port + " for HTTP (" + taken.getMessage()
                            + "). Stop the program that uses this port, or choose another port.",
                    taken);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters asking = getSSLContext().getDefaultSSLParameters();
                asking.setWantClientAuth(true);
                parameters.setSSLParameters(asking);
            }
        });
        HttpPort started = new HttpPort(server, backend, watchers, token);
        server.createContext("/", started::serve);
        server.setExecutor(started.threads);
        server.start();
        return started;
    }

    /** The TCP port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            write(exchange, answer(exchange));
        } catch (Watched done) {
            LOG.debug("A watcher has gone");
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException, Watched {
        String from = "somebody";
        try {
            Caller caller = callers.of(exchange);
            from = caller.name();
            Request request = Request.read(exchange, caller);
            if (request.segmentsFrom(0).equals("simulator/watch")) {
                ControlHandler.check(request);
                threads.takeYourTime();
                watchers.serve(request, exchange);
                throw new Watched();
            }
            Handler handler = handlers.get(request.segment(0));
            if (handler == null) {
                throw HttpError.notFound("There is nothing at '" + request.path() + "'");
            }
            return handler.handle(request);
        } catch (HttpError refused) {
            tell(from, exchange, refused);
            return Answer.error(refused);
        } catch (IllegalStateException late) {
            LOG.warn("A request is not answered: {}", late.getMessage());
            return Answer.error(HttpError.unavailable(String.valueOf(late.getMessage())));
        } catch (RuntimeException bug) {
            LOG.error("A request could not be answered", bug);
            return Answer.error(HttpError.internal("internal error"));
        }
    }

    private void tell(String from, HttpExchange exchange, HttpError refused) {
        try {
            backend.rejected(
                    from,
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath(),
                    refused.status(),
                    refused.type() + ": " + refused.getMessage());
        } catch (IllegalStateException late) {
            LOG.warn("Nobody is told of a refused request: {}", late.getMessage());
        }
    }

    /** There is nothing more to be answered. */
    private static final class Watched extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static void write(HttpExchange exchange, Answer answer) throws IOException {
        answer.errorType().ifPresent(type -> exchange.getResponseHeaders().set("x-amzn-errortype", type));
        exchange.getResponseHeaders().set("x-amzn-requestid", UUID.randomUUID().toString());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        // An answer to HEAD has no body.
        byte[] body = exchange.getRequestMethod().equals("HEAD")
                ? new byte[0]
                : answer.body().toByteArray();
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Ends what is under way and frees the port. */
    @Override
    public void close() {
        watchers.close();
        server.stop(0);
        threads.close();
    }
}
