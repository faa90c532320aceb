package dev.tedge.simulator.fault;

import dev.tedge.mqttserver.Disturbance;
import dev.tedge.mqttserver.Verdict;
import dev.tedge.mqttserver.topic.SubscriptionTree;
import dev.tedge.mqttserver.topic.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The faults that are to be done to messages now. Of several that fit, the one that was given first is used up first.
 * Thread-safe.
 */
public final class FaultBook {

    private static final int MOST = 100;

    /** Read without the lock, so that a server without faults does not wait for it. */
    private volatile boolean empty = true;

    // Guarded by this.
    private final Map<Integer, Line> lines = new TreeMap<>();
    private final SubscriptionTree<Integer, Line> byTopic = new SubscriptionTree<>(true);
    private int next;

    /** By the name of the fault. */
    private final Map<String, Long> done = new TreeMap<>();

    /** A fault and how often it has been done. */
    private static final class Line {

        private final int number;
        private final Fault.ToMessages fault;
        private int used;

        Line(int number, Fault.ToMessages fault) {
            this.number = number;
            this.fault = fault;
        }

        int number() {
            return number;
        }

        boolean isUsedUp() {
            return fault.times().isPresent() && used == fault.times().getAsInt();
        }
    }

    /**
     * A fault that is not used up.
     *
     * @param used how often it has been done
     */
    public record Entry(Fault fault, int used) {}

    /**
     * Adds a fault.
     *
     * @throws IllegalArgumentException if there are 100 already
     */
    public synchronized void add(Fault.ToMessages fault) {
        if (lines.size() == MOST) {
            throw new IllegalArgumentException("There are " + MOST + " faults already: take them back with 'clear'");
        }
        Line line = new Line(next, fault);
        lines.put(next, line);
        byTopic.put(TopicFilter.of(fault.filter()), next, line);
        next++;
        empty = false;
    }

    /** Forgets the faults with such an act. */
    public synchronized void clear(Predicate<Act> which) {
        List.copyOf(lines.values()).stream()
                .filter(line -> which.test(line.fault.act()))
                .forEach(this::remove);
    }

    /** The faults that are not used up, in the order in which they came. */
    public synchronized List<Entry> entries() {
        return lines.values().stream()
                .map(line -> new Entry(line.fault, line.used))
                .toList();
    }

    /** How often faults of each kind have been done since the start, by their names such as {@code delay}. */
    public synchronized Map<String, Long> counts() {
        return Map.copyOf(done);
    }

    /** One more of a kind that has no messages. */
    synchronized void count(String kind) {
        done.merge(kind, 1L, Long::sum);
    }

    /** Uses up what is to be said to a device's message to this topic, if there is something. */
    public Optional<Verdict> verdict(String topic) {
        return use(topic, fault -> {
            Act act = fault.act();
            String reason = "'" + topic + "' meets the fault '" + fault + "'";
            if (act instanceof Act.Refuse refuse) {
                return Optional.of(Verdict.discard(refuse.reasonCode(), reason));
            }
            if (act instanceof Act.Drop) {
                return Optional.of(Verdict.hangUp(reason));
            }
            return act instanceof Act.HalfClose ? Optional.of(Verdict.halfClose(reason)) : Optional.empty();
        });
    }

    /** Uses up what is to be done to a packet about a message to this topic. */
    public Disturbance disturbance(String topic) {
        Optional<Duration> delay = use(
                topic, fault -> fault.act() instanceof Act.Delay late ? Optional.of(late.time()) : Optional.empty());
        boolean swapped = use(
                        topic, fault -> fault.act() instanceof Act.Reorder ? Optional.of(fault) : Optional.empty())
                .isPresent();
        return delay.isEmpty() && !swapped ? Disturbance.NONE : new Disturbance(delay.orElse(Duration.ZERO), swapped);
    }

    /** How often a message to this topic is to be delivered. */
    public int copies(String topic) {
        return use(topic, fault -> fault.act() instanceof Act.Duplicate ? Optional.of(2) : Optional.<Integer>empty())
                .orElse(1);
    }

    private <T> Optional<T> use(String topic, Function<Fault.ToMessages, Optional<T>> wanted) {
        return empty ? Optional.empty() : useFirst(topic, wanted);
    }

    private synchronized <T> Optional<T> useFirst(String topic, Function<Fault.ToMessages, Optional<T>> wanted) {
        List<Line> fitting = new ArrayList<>();
        byTopic.match(topic, fitting::add, group -> {});
        Optional<Line> first = fitting.stream()
                .filter(line -> wanted.apply(line.fault).isPresent())
                .min(Comparator.comparingInt(Line::number));
        first.ifPresent(line -> {
            line.used++;
            count(line.fault.act().name());
            if (line.isUsedUp()) {
                remove(line);
            }
        });
        return first.flatMap(line -> wanted.apply(line.fault));
    }

    private void remove(Line line) {
        lines.remove(line.number);
        byTopic.remove(TopicFilter.of(line.fault.filter()), line.number);
        empty = lines.isEmpty();
    }
}
