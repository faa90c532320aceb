package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.MqttServerLimits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What waits for one client, first in, first out, bounded in messages and bytes. When it is full the
 * newcomer is refused: what was taken before keeps its place. QoS 0 gets half of each bound, so that
 * it cannot push out what somebody wants to be sure of. The bytes of a delivery count until it is
 * released, so that those in flight are bounded too.
 */
final class SessionQueue {

    /** Expiry has a resolution of seconds (MQTT 5, 3.3.2.3.3), so to look more often would be in vain. */
    private static final long SWEEP_NANOS = 1_000_000_000L;

    private final MqttServerLimits.Queues limits;
    private final MemoryBudget budget;
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    /** Of what waits and of what was taken but not released. */
    private long bytes;

    /** How many of those that wait have waited since before the client connected: they are the first ones. */
    private int stored;

    private long lastSweep = System.nanoTime() - SWEEP_NANOS;

    SessionQueue(MqttServerLimits.Queues limits, MemoryBudget budget) {
        this.limits = limits;
        this.budget = budget;
    }

    /** False when there is no room. */
    boolean offer(Delivery delivery) {
        return offer(delivery, delivery.qos() == 0 ? 2 : 1);
    }

    /** As {@link #offer}, for a retained message that a new subscription gets: nobody will send it again. */
    boolean offerRetained(Delivery delivery) {
        return offer(delivery, 1);
    }

    private boolean offer(Delivery delivery, int share) {
        return add(delivery, share) || (removeExpired() && add(delivery, share));
    }

    private boolean add(Delivery delivery, int share) {
        long cost = delivery.stored().cost();
        boolean fits =
                waiting.size() < Math.max(1, limits.messages() / share) && cost <= limits.bytes() / share - bytes;
        if (!fits || !budget.take(cost)) {
            return false;
        }
        waiting.add(delivery);
        bytes += cost;
        return true;
    }

    /** False when there was none, or when this has been tried a moment ago. */
    private boolean removeExpired() {
        long now = System.nanoTime();
        if (now - lastSweep < SWEEP_NANOS) {
            return false;
        }
        lastSweep = now;
        stored -= (int) waiting.stream()
                .limit(stored)
                .filter(delivery -> delivery.stored().expired())
                .count();
        return waiting.removeIf(delivery -> {
            boolean expired = delivery.stored().expired();
            if (expired) {
                release(delivery);
            }
            return expired;
        });
    }

    /** The first, which stays. */
    Optional<Delivery> peek() {
        return Optional.ofNullable(waiting.peek());
    }

    /** The client has connected: what waits now has waited for it. */
    void clientIsBack() {
        stored = waiting.size();
    }

    /** Whether the first has waited since before the client connected. */
    boolean firstIsStored() {
        return stored > 0;
    }

    /** Takes the first out. Its bytes count until it is released. */
    Delivery take() {
        stored = Math.max(0, stored - 1);
        return waiting.remove();
    }

    /** A delivery that was taken is over: its bytes are free. */
    void release(Delivery delivery) {
        long cost = delivery.stored().cost();
        bytes -= cost;
        budget.release(cost);
    }

    /** Removes what would have been sent at once or not at all: the client is gone. */
    void dropQos0() {
        waiting.removeIf(delivery -> {
            boolean drop = delivery.qos() == 0;
            if (drop) {
                release(delivery);
            }
            return drop;
        });
    }

    /** Forgets everything, also what was taken and not released: the session is over. */
    void clear() {
        waiting.clear();
        stored = 0;
        budget.release(bytes);
        bytes = 0;
    }

    int size() {
        return waiting.size();
    }
}
