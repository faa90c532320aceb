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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code GET /simulator/watch?filter=…&events=true}: what happens, each a JSON object on a line, until one side ends
 * it. {@code {"topic":…,"payload":<Base64>,"from":…}} for a message, {@code {"event":…}} for an event, {@code
 * {"lost":n}} where the watcher was too slow. An empty line now and then shows that both are alive.
 */
public final class Watchers {

    private static final int MOST = 16;
    private static final int ROOM = 1_000;
    private static final long HEARTBEAT_SECONDS = 5;

    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Who looks, and for what. */
    private static final class Watcher {

        private final BlockingQueue<ObjectNode> lines = new ArrayBlockingQueue<>(ROOM);
        private final AtomicLong lost = new AtomicLong();
        private final Optional<SubscriptionTree<String, Boolean>> filter;
        private final boolean events;

        Watcher(Optional<String> filter, boolean events) {
            this.filter = filter.map(TopicFilter::of).map(parsed -> {
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

        void offer(ObjectNode line) {
            if (!lines.offer(line)) {
                lost.incrementAndGet();
            }
        }
    }

    /** Shows a message. Returns at once. */
    public void message(String from, ServerMessage message) {
        for (Watcher watcher : watchers) {
            if (watcher.wants(message.topic())) {
                watcher.offer(JsonNodeFactory.instance
                        .objectNode()
                        .put("topic", message.topic())
                        .put("payload", message.payload().toByteArray())
                        .put("from", from));
            }
        }
    }

    /** Shows an event. Returns at once. */
    public void event(String words) {
        for (Watcher watcher : watchers) {
            if (watcher.events) {
                watcher.offer(JsonNodeFactory.instance.objectNode().put("event", words));
            }
        }
    }

    /** Ends all watching soon. */
    void close() {
        closed = true;
        watchers.forEach(watcher -> watcher.offer(JsonNodeFactory.instance.objectNode()));
    }

    /** Answers until the watcher has gone. */
    void serve(Request request, HttpExchange exchange) throws IOException, HttpError {
        ControlHandler.check(request);
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
        write(out, "");
        while (!closed) {
            ObjectNode line = watcher.lines.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
            long lost = watcher.lost.getAndSet(0);
            if (lost > 0) {
                write(
                        out,
                        JsonNodeFactory.instance.objectNode().put("lost", lost).toString());
            }
            write(out, line == null || line.isEmpty() ? "" : line.toString());
        }
    }

    private static void write(OutputStream out, String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
