package dev.tedge.gateway.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.gateway.control.ControlRequest.Ask;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** Asks a running gateway through its control socket, with a connection for each request. */
public final class ControlClient implements Control {

    private static final Duration AT_ONCE = Duration.ofSeconds(15);

    /** The disk may have to go through a large outbox. */
    private static final Duration WORK = Duration.ofMinutes(5);

    private final Path socket;
    private final Duration patience;

    /** @param directory where the gateway keeps its state; nothing is opened yet */
    public ControlClient(Path directory) {
        this(directory, AT_ONCE);
    }

    ControlClient(Path directory, Duration patience) {
        this.socket = directory.resolve(ControlServer.FILE);
        this.patience = Objects.requireNonNull(patience, "patience");
    }

    @Override
    public ObjectNode ask(ControlRequest request, Entries entries) throws IOException {
        ObjectNode json = request.toJson();
        if (LineChannel.JSON.writeValueAsBytes(json).length >= ControlServer.LONGEST_REQUEST) {
            throw new ControlException("These are too many ids at a time: name fewer, or use a filter");
        }
        try (LineChannel connection = connect()) {
            connection.writeLine(json, patience);
            return answer(connection, request.ask() == Ask.STATUS ? patience : WORK, entries);
        } catch (SocketTimeoutException e) {
            throw new ControlException(
                    "The gateway runs but does not answer through '%s': look into its log, or restart it"
                            .formatted(socket),
                    e);
        }
    }

    private LineChannel connect() throws ControlException {
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            LineChannel connection = new LineChannel(channel);
            try {
                requireConnected(channel.connect(UnixDomainSocketAddress.of(socket)));
                return connection;
            } catch (IOException e) {
                connection.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ControlException(
                    ("The gateway runs, but its socket '%s' can't be used (%s): if it is not just starting, see the"
                                    + " warning in its log, or stop it first")
                            .formatted(socket, e.getMessage()),
                    e);
        }
    }

    /** A socket of the file system connects at once, or not at all while its queue is full. */
    private static void requireConnected(boolean connected) throws IOException {
        if (!connected) {
            throw new IOException("too many others wait");
        }
    }

    private static ObjectNode answer(LineChannel connection, Duration patience, Entries entries) throws IOException {
        while (true) {
            String line = connection
                    .readLine(Integer.MAX_VALUE, patience)
                    .orElseThrow(
                            () -> new ControlException("The gateway has ended the answer early: is it being stopped?"));
            JsonNode json = parse(line);
            if (json.path("entry") instanceof ObjectNode entry) {
                entries.accept(entry);
            } else if (json.path("result") instanceof ObjectNode result) {
                return result;
            } else {
                throw new ControlException(json.path("error").asText("The gateway has answered nothing"));
            }
        }
    }

    private static JsonNode parse(String line) throws ControlException {
        try {
            return LineChannel.JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new ControlException("The answer of the gateway is not JSON", e);
        }
    }
}
