package dev.tedge.mapping.series;

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
 * <code>{"min":20.5,"max":22,"mean":21.25,"count":2}</code>, and {@code time} is that of the last message, if it has one. Least and
 * greatest keep their digits. What is not a number is left out; a message without any number is passed on as it is.
 *
 * <p>The body after the aggregation is a list of messages, to be split: each with the headers of the last one on its topic. What is
 * being summed up is in memory. With 1,000 series or more the while ends early, so that nothing is left out. In YAML:
 *
 * <pre>{@code
 * - beans:
 *     - name: minMaxMean
 *       type: dev.tedge.mapping.series.MinMaxMean
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

    /** What has come in since the last summary; used by one thread at a time, as Camel aggregates. */
    private static final class Window {

        private final Map<String, Summary> topics = new LinkedHashMap<>();
        private final List<Message> others = new ArrayList<>();
        private int series;

        void add(Message message) {
            Optional<Leaves> leaves = Leaves.of(Received.payload(message));
            if (leaves.isEmpty() || !Summary.hasNumber(leaves.get())) {
                others.add(message.copy());
                series++;
            } else {
                series += topics.computeIfAbsent(Received.topic(message), topic -> new Summary())
                        .add(message, leaves.get());
            }
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
        return before != null && window(before).series >= MAX_SERIES;
    }

    @Override
    public void onCompletion(@Nullable Exchange complete) {
        if (complete != null) {
            complete.getMessage().setBody(window(complete).messages());
        }
    }

    private static Window window(Exchange exchange) {
        return (Window) exchange.getMessage().getBody();
    }
}
