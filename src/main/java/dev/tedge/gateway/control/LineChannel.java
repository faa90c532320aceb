package dev.tedge.gateway.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A connection that carries lines of JSON, with a time limit for each: sockets of the file system have none of their own. For one
 * thread; another one may close it.
 */
final class LineChannel implements AutoCloseable {

    /** A payload may be larger than Jackson expects of a string. */
    static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build());

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer in = ByteBuffer.allocate(8 * 1024).limit(0);

    /** @param channel connected; belongs to this from now on, even when this fails */
    LineChannel(SocketChannel channel) throws IOException {
        this.channel = channel;
        try {
            channel.configureBlocking(false);
            selector = Selector.open();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Reads a line.
     *
     * @param most how many bytes it may have
     * @param patience for the whole line
     * @return empty when the other side has ended the connection, even within a line
     * @throws SocketTimeoutException when it does not come in time
     * @throws ControlException when it is too long
     */
    Optional<String> readLine(int most, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        do {
            int part = beforeNewline();
            if (part > most - line.size()) {
                throw new ControlException("A line has more than %,d bytes".formatted(most));
            }
            line.write(in.array(), in.position(), part);
            in.position(in.position() + part);
            if (in.hasRemaining()) {
                in.get();
                return Optional.of(line.toString(StandardCharsets.UTF_8));
            }
        } while (fill(end));
        return Optional.empty();
    }

    private int beforeNewline() {
        int length = 0;
        while (length < in.remaining() && in.get(in.position() + length) != '\n') {
            length++;
        }
        return length;
    }

    private boolean fill(long end) throws IOException {
        in.clear();
        int count = channel.read(in);
        while (count == 0) {
            await(SelectionKey.OP_READ, end);
            count = channel.read(in);
        }
        in.flip();
        return count > 0;
    }

    /**
     * Writes a line.
     *
     * @param patience for the other side to take it
     * @throws SocketTimeoutException when the other side does not
     */
    void writeLine(JsonNode json, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        ByteBuffer line = ByteBuffer.wrap(bytes(json));
        while (line.hasRemaining()) {
            if (channel.write(line) == 0) {
                await(SelectionKey.OP_WRITE, end);
            }
        }
    }

    private static byte[] bytes(JsonNode json) throws JsonProcessingException {
        return (JSON.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void await(int operation, long end) throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("Nothing came, or nothing was taken, in time");
        }
        try {
            channel.register(selector, operation);
            selector.select(left);
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException closed) {
            throw new AsynchronousCloseException();
        }
    }

    @Override
    public void close() throws IOException {
        try (selector) {
            channel.close();
        }
    }
}
