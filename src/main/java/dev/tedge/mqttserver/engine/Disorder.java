package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.Disturbance;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Holds packets of one connection back and swaps them, where hooks want that. Belongs to the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // What comes after the end of the connection is dropped by who writes.
final class Disorder {

    /** So that nobody fills the memory. */
    private static final int ROOM = 1_000;

    /** For how long a packet waits for another to change places with. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final EventExecutor loop;
    private final Consumer<MqttMessage> writer;
    private int held;
    private Optional<MqttMessage> waiting = Optional.empty();

    /** @param writer sends a packet at once, or drops it when the connection has ended */
    Disorder(EventExecutor loop, Consumer<MqttMessage> writer) {
        this.loop = loop;
        this.writer = writer;
    }

    void write(MqttMessage packet, Disturbance how) {
        if (how.delay().isZero() || held >= ROOM) {
            pass(packet, how.swapped());
            return;
        }
        held++;
        loop.schedule(
                () -> {
                    held--;
                    pass(packet, how.swapped());
                },
                how.delay().toNanos(),
                TimeUnit.NANOSECONDS);
    }

    private void pass(MqttMessage packet, boolean swapped) {
        if (swapped && waiting.isEmpty()) {
            waiting = Optional.of(packet);
            loop.schedule(() -> release(packet), PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            return;
        }
        writer.accept(packet);
        if (swapped) {
            waiting.ifPresent(this::release);
        }
    }

    private void release(MqttMessage packet) {
        if (waiting.filter(packet::equals).isPresent()) {
            waiting = Optional.empty();
            writer.accept(packet);
        }
    }
}
