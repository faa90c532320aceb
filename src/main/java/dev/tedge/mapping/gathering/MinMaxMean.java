package dev.tedge.mapping.gathering;

import dev.tedge.mapping.series.Leaves;
import dev.tedge.mapping.series.Received;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation strategy that sums up the measurements of a while in one message for each topic: each number in it becomes
 * <code>{"min":20.5,"max":22,"mean":21.25,"count":2}</code>, and {@code time} is the last one that can be read, if there is one. Least
 * and greatest keep their digits. What is not a number is left out; a message without any number is passed on as it is.
 *
 * <p>The body after the aggregation is a list of messages, to be split: each with the headers of the last one on its topic. What is
 * being summed up is in memory. With 1,000 series or more, or messages of 1 MiB that are passed on, the while ends early, so that nothing is
 * left out. While 8 MiB have not been sent, messages are not taken but left to their broker. In YAML:
 *
 * <pre>{@code
 * - beans:
 *     - name: minMaxMean
 *       type: dev.tedge.mapping.gathering.MinMaxMean
 * …
 *   - aggregate:
 *       aggregationStrategy: minMaxMean
 *       correlationExpression: {constant: {expression: all}}
 *       completionInterval: "60000"  # milliseconds
 *       forceCompletionOnStop: true
 *       steps:
 *         - split:
 *             expression: {simple: {expression: "${body}"}}
 *             steps: …
 * }</pre>
 */
public final class MinMaxMean implements AggregationStrategy {

    private static final int MAX_SERIES = 1_000;
    private static final int MAX_BYTES = 1 << 20;

    /** What a series takes in memory and in a message. */
    private static final int SERIES_BYTES = 200;

    private final Unsent unsent = new Unsent();

    /** What has come in since the last summary; used by one thread at a time, as Camel aggregates. */
    private static final class Window {

        private final Map<String, Summary> topics = new LinkedHashMap<>();
        private final List<Message> others = new ArrayList<>();
        private int series;
        private int bytes;

        void add(Message message) {
            byte[] payload = Received.payload(message);
            Optional<Leaves> leaves = Leaves.of(payload);
            int before = series;
            if (leaves.isEmpty() || !Summary.hasNumber(leaves.get())) {
                others.add(message.copy());
                series++;
            } else {
                series += topics.computeIfAbsent(Received.topic(message), topic -> new Summary())
                        .add(message, leaves.get());
            }
            // Of known series the numbers alone change.
            bytes += before == series ? 0 : payload.length;
        }

        boolean isFull() {
            return series >= MAX_SERIES || bytes >= MAX_BYTES;
        }

        long size() {
            return bytes + (long) series * SERIES_BYTES;
        }

        List<Message> messages() {
            List<Message> messages = new ArrayList<>(others);
            topics.values().forEach(summary -> messages.add(summary.message()));
            return messages;
        }
    }

    @Override
    public Exchange aggregate(@Nullable Exchange before, Exchange next) {
        Window window = before == null ? new Window() : window(before);
        window.add(next.getMessage());
        Exchange after = before == null ? next : before;
        after.getMessage().setBody(window);
        return after;
    }

    @Override
    public boolean canPreComplete() {
        return true;
    }

    @Override
    public boolean preComplete(@Nullable Exchange before, Exchange next) {
        unsent.requireRoom();
        return before != null && window(before).isFull();
    }

    @Override
    public void onCompletion(@Nullable Exchange complete) {
        if (complete != null) {
            Window window = window(complete);
            complete.getMessage().setBody(window.messages());
            unsent.add(complete, window.size());
        }
    }

    private static Window window(Exchange exchange) {
        return (Window) exchange.getMessage().getBody();
    }
}
