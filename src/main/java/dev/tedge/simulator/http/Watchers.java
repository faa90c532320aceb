package dev.tedge.simulator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.mqttserver.topic.SubscriptionTree;
import dev.tedge.mqttserver.topic.TopicFilter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code GET /simulator/watch?filter=…&events=true}: what happens, each a JSON object on a line, until one side ends
 * it. {@code {"topic":…,"payload":<Base64>,"from":…}} for a message, {@code {"event":…}} for an event, {@code
 * {"lost":n}} where the watcher was too slow. An empty line now and then shows that both are alive.
 */
public final class Watchers {

    private static final int MOST = 16;

    /** That wait for one watcher: 4 MiB. */
    private static final long MOST_BYTES = 4_194_304;

    /** What a line takes besides its text, about. */
    private static final long OVERHEAD = 64;

    private static final long HEARTBEAT_SECONDS = 5;
    private static final byte[] EMPTY = {'\n'};

    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Who looks, and for what. */
    private static final class Watcher {

        private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>();
        private final AtomicLong bytes = new AtomicLong();
        private final AtomicLong lost = new AtomicLong();
        private final Optional<SubscriptionTree<String, Boolean>> filter;
        private final boolean events;

        Watcher(Optional<String> filter, boolean events) {
            this.filter = filter.map(TopicFilter::of).map(parsed -> {
                if (parsed.group().isPresent()) {
                    throw new IllegalArgumentException("'" + parsed.text()
                            + "' is a shared subscription, which watchers have none of: leave out '$share/<group>/'");
                }
                SubscriptionTree<String, Boolean> tree = new SubscriptionTree<>(true);
                tree.put(parsed, "", true);
                return tree;
            });
            this.events = events;
        }

        /** On the event loop: only reads the tree. */
        boolean wants(String topic) {
            boolean[] matches = {filter.isEmpty()};
            filter.ifPresent(tree -> tree.match(topic, any -> matches[0] = true, group -> {}));
            return matches[0];
        }

        void offer(byte[] line) {
            long cost = line.length + OVERHEAD;
            if (bytes.addAndGet(cost) <= MOST_BYTES) {
                lines.add(line);
            } else {
                bytes.addAndGet(-cost);
                lost.incrementAndGet();
            }
        }

        /** The next line; an empty one if there was none for a while. */
        byte[] next() throws InterruptedException {
            byte[] line = lines.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                return EMPTY;
            }
            bytes.addAndGet(-(line.length + OVERHEAD));
            return line;
        }
    }

    /** Shows a message. Returns at once. */
    public void message(String from, ServerMessage message) {
        List<Watcher> wanting = watchers.stream()
                .filter(watcher -> watcher.wants(message.topic()))
                .toList();
        if (!wanting.isEmpty()) {
            byte[] shared = line(json().put("topic", message.topic())
                    .put("payload", message.payload().toByteArray())
                    .put("from", from));
            wanting.forEach(watcher -> watcher.offer(shared));
        }
    }

    private static ObjectNode json() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static byte[] line(ObjectNode json) {
        return (json + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Shows an event. Returns at once. */
    public void event(String words) {
        List<Watcher> wanting =
                watchers.stream().filter(watcher -> watcher.events).toList();
        if (!wanting.isEmpty()) {
            byte[] shared = line(json().put("event", words));
            wanting.forEach(watcher -> watcher.offer(shared));
        }
    }

    /** Ends all watching soon. */
    void close() {
        closed = true;
        watchers.forEach(watcher -> watcher.offer(EMPTY));
    }

    /** Answers until the watcher has gone. The caller may watch. */
    void serve(Request request, HttpExchange exchange) throws IOException, HttpError {
        Watcher watcher;
        try {
            watcher = new Watcher(request.parameter("filter"), request.flag("events"));
        } catch (IllegalArgumentException none) {
            throw HttpError.invalid(String.valueOf(none.getMessage()));
        }
        if (watchers.size() >= MOST) {
            throw HttpError.throttled("There are " + MOST + " watchers already");
        }
        watchers.add(watcher);
        try (OutputStream out = exchange.getResponseBody()) {
            exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
            exchange.sendResponseHeaders(200, 0);
            show(watcher, out);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            watchers.remove(watcher);
        }
    }

    private void show(Watcher watcher, OutputStream out) throws IOException, InterruptedException {
        write(out, EMPTY);
        while (!closed) {
            byte[] line = watcher.next();
            long lost = watcher.lost.getAndSet(0);
            if (lost > 0) {
                write(out, line(json().put("lost", lost)));
            }
            write(out, line);
        }
    }

    private static void write(OutputStream out, byte[] line) throws IOException {
        out.write(line);
        out.flush();
    }
}
