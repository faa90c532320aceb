package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.Disturbance;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Holds packets of one connection back and swaps them, where hooks want that. Belongs to the event loop. What is held
 * when the connection ends is dropped.
 */
final class Disorder {

    /** So that nobody fills the memory. */
    private static final int ROOM = 1_000;

    /** For how long a packet waits for another to change places with. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final EventExecutor loop;
    private final Consumer<MqttMessage> writer;

    /** One for each packet that is delayed, and of some that were. */
    private final Set<Future<?>> delays = new HashSet<>();

    private Optional<MqttMessage> waiting = Optional.empty();
    private Future<?> patience = CompletableFuture.completedFuture(null);
    private boolean closed;

    /** @param writer sends a packet at once */
    Disorder(EventExecutor loop, Consumer<MqttMessage> writer) {
        this.loop = loop;
        this.writer = writer;
    }

    void write(MqttMessage packet, Disturbance how) {
        if (closed) {
            return;
        }
        delays.removeIf(Future::isDone);
        if (how.delay().isZero() || delays.size() >= ROOM) {
            pass(packet, how.swapped());
            return;
        }
        delays.add(loop.schedule(() -> pass(packet, how.swapped()), how.delay().toNanos(), TimeUnit.NANOSECONDS));
    }

    private void pass(MqttMessage packet, boolean swapped) {
        if (swapped && waiting.isEmpty()) {
            waiting = Optional.of(packet);
            patience = loop.schedule(this::release, PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            return;
        }
        writer.accept(packet);
        if (swapped) {
            release();
        }
    }

    /** The packet that waits for another. */
    private void release() {
        patience.cancel(false);
        Optional<MqttMessage> released = waiting;
        waiting = Optional.empty();
        released.ifPresent(writer);
    }

    /** Drops all that is held, and what still comes. */
    void close() {
        closed = true;
        patience.cancel(false);
        delays.forEach(delay -> delay.cancel(false));
        delays.clear();
        waiting = Optional.empty();
    }
}
