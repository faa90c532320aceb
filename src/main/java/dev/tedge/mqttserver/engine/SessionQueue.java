package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.MqttServerLimits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What waits for one client, first in, first out, bounded in messages and bytes. When it is full the
 * newcomer is refused: what was taken before keeps its place. QoS 0 gets half of each bound, so that
 * it cannot push out what somebody wants to be sure of.
 */
final class SessionQueue {

    private final int mostMessages;
    private final long mostBytes;
    private final Deque<Delivery> deliveries = new ArrayDeque<>();
    private long bytes;

    SessionQueue(MqttServerLimits.Queues limits) {
        this.mostMessages = limits.messages();
        this.mostBytes = limits.bytes();
    }

    /** False when there is no room. */
    boolean offer(Delivery delivery) {
        long cost = delivery.stored().cost();
        int share = delivery.qos() == 0 ? 2 : 1;
        if (deliveries.size() >= Math.max(1, mostMessages / share) || bytes + cost > mostBytes / share) {
            return false;
        }
        deliveries.add(delivery);
        bytes += cost;
        return true;
    }

    /** The first, which stays. */
    Optional<Delivery> peek() {
        return Optional.ofNullable(deliveries.peek());
    }

    /** Removes the first. */
    void remove() {
        bytes -= deliveries.remove().stored().cost();
    }

    /** Removes what would have been sent at once or not at all: the client is gone. */
    void dropQos0() {
        deliveries.removeIf(delivery -> {
            boolean drop = delivery.qos() == 0;
            bytes -= drop ? delivery.stored().cost() : 0;
            return drop;
        });
    }

    int size() {
        return deliveries.size();
    }
}
