package dev.tedge.simulator.refusal;

import dev.tedge.mqttserver.Verdict;
import dev.tedge.mqttserver.topic.SubscriptionTree;
import dev.tedge.mqttserver.topic.TopicFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Scripted answers by topic. Of several that fit, the one that was given first is used up first. Thread-safe. */
public final class Script {

    // Guarded by this.
    private SubscriptionTree<Integer, Line> lines = empty();
    private int count;

    /** A line of the script; {@code left} is what is left of its times. */
    private static final class Line {

        private final int number;
        private final TopicFilter filter;
        private final ScriptedAnswer answer;
        private int left;

        Line(int number, TopicFilter filter, ScriptedAnswer answer) {
            this.number = number;
            this.filter = filter;
            this.answer = answer;
            this.left = answer.times().orElse(Integer.MAX_VALUE);
        }

        int number() {
            return number;
        }
    }

    private static SubscriptionTree<Integer, Line> empty() {
        return new SubscriptionTree<>(true);
    }

    /**
     * Adds a line.
     *
     * @param filter of topics, as MQTT has it; not shared
     * @throws IllegalArgumentException if it is none
     */
    public synchronized void add(String filter, ScriptedAnswer answer) {
        TopicFilter parsed = TopicFilter.of(filter);
        if (parsed.group().isPresent()) {
            throw new IllegalArgumentException("filter '" + filter + "' is a shared one");
        }
        lines.put(parsed, count, new Line(count, parsed, answer));
        count++;
    }

    /** Forgets all lines. */
    public synchronized void clear() {
        lines = empty();
    }

    /** Uses up an answer to a message to this topic, if there is one. */
    public synchronized Optional<Verdict> next(String topic) {
        List<Line> fitting = new ArrayList<>();
        lines.match(topic, fitting::add, group -> {});
        Optional<Line> first = fitting.stream().min(Comparator.comparingInt(Line::number));
        first.ifPresent(this::use);
        return first.map(line -> line.answer.verdict(topic));
    }

    private void use(Line line) {
        if (line.answer.times().isPresent()) {
            line.left--;
        }
        if (line.left == 0) {
            lines.remove(line.filter, line.number);
        }
    }
}
