package dev.tedge.gateway.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.delivery.store.StoreException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control socket of a running gateway: a Unix domain socket that only its user and root can open. A connection is one request,
 * a line of JSON, and its answer: lines {@code {"entry":…}}, and at the end {@code {"result":…}} or {@code {"error":"…"}}. A few
 * are answered at a time; others wait.
 *
 * <p>{@link #close} by whoever started it, before what it answers from is closed.
 */
public final class ControlServer implements AutoCloseable {

    static final String FILE = "control.sock";
    static final int LONGEST_REQUEST = 256 * 1024;
    static final int MOST_AT_A_TIME = 8;

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Somebody who reads a long list in a pager takes a while. */
    private static final int STALLS = 12;

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

    private final Path file;
    private final Control control;
    private final Duration patience;
    private final Semaphore free = new Semaphore(MOST_AT_A_TIME);
    private final Set<LineChannel> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;

    /** Empty where it could not be made. */
    private final Optional<ServerSocketChannel> socket;

    private ControlServer(Path directory, Control control, Duration patience) {
        this.file = directory.resolve(FILE);
        this.control = control;
        this.patience = patience;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "control-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        this.socket = listen();
        socket.ifPresent(listening -> threads.execute(() -> accept(listening)));
    }

    /**
     * Listens on {@code control.sock} in the directory, which becomes private to the user. Where that can't be done the log says
     * so, and there is no control.
     *
     * @param directory where the gateway keeps its state, and holds the lock: a socket that is there is a left-over
     * @param control answers, on several threads
     */
    public static ControlServer start(Path directory, Control control) {
        return start(directory, control, PATIENCE);
    }

    static ControlServer start(Path directory, Control control, Duration patience) {
        return new ControlServer(directory, control, patience);
    }

    private Optional<ServerSocketChannel> listen() {
        try {
            Path directory = Files.createDirectories(file.getParent());
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            Files.deleteIfExists(file);
            return Optional.of(bind());
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn(
                    "'tedge status', 'dlq' and 'outbox' can't look into this gateway while it runs: the socket '{}' can't be made:"
                            + " {}",
                    file,
                    String.valueOf(e));
            return Optional.empty();
        }
    }

    /** The directory keeps others out while the socket is made. */
    private ServerSocketChannel bind() throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listening.bind(UnixDomainSocketAddress.of(file));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return listening;
        } catch (IOException e) {
            listening.close();
            throw e;
        }
    }

    private void accept(ServerSocketChannel listening) {
        try {
            while (listening.isOpen()) {
                free.acquire();
                acceptOne(listening);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptOne(ServerSocketChannel listening) throws InterruptedException {
        try {
            LineChannel connection = new LineChannel(listening.accept());
            connections.add(connection);
            threads.execute(() -> converse(connection));
        } catch (ClosedChannelException | RejectedExecutionException closed) {
            connections.forEach(ControlServer::closeQuietly);
            free.release();
        } catch (IOException e) {
            free.release();
            LOG.debug("A connection to the control socket failed", e);
            // Such as too many open files: it passes.
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
    }

    private void converse(LineChannel connection) {
        try (connection) {
            connection.writeLine(answer(connection), patience);
        } catch (IOException e) {
            LOG.debug("Whoever asked through the control socket has gone", e);
        } finally {
            connections.remove(connection);
            free.release();
        }
    }

    /** The last line of the answer. */
    private ObjectNode answer(LineChannel connection) throws IOException {
        try {
            ControlRequest request = ControlRequest.parse(read(connection));
            Duration stall = patience.multipliedBy(STALLS);
            ObjectNode result =
                    control.ask(request, entry -> connection.writeLine(object().set("entry", entry), stall));
            return object().set("result", result);
        } catch (ControlException | StoreException told) {
            return error(String.valueOf(told.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("A request through the control socket failed", e);
            return error("The gateway failed: " + e);
        }
    }

    private String read(LineChannel connection) throws IOException {
        try {
            return connection
                    .readLine(LONGEST_REQUEST, patience)
                    .orElseThrow(() -> new ControlException("There is no request"));
        } catch (SocketTimeoutException silent) {
            throw new ControlException("There was no request within %d s".formatted(patience.toSeconds()), silent);
        }
    }

    private static ObjectNode error(String text) {
        return object().put("error", text);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Ends connections and gives what is being done a moment. Nothing is interrupted: a store would not stand that. */
    @Override
    public void close() {
        socket.ifPresent(listening -> {
            closeQuietly(listening);
            closeQuietly(() -> Files.deleteIfExists(file));
        });
        connections.forEach(ControlServer::closeQuietly);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A request through the control socket is still under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.debug("The control socket was gone already", e);
        }
    }
}
