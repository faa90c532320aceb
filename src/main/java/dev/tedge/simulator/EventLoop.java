package dev.tedge.simulator;

import dev.tedge.mqttserver.MqttServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The event loop of the MQTT server, for who can wait. */
final class EventLoop {

    private static final long PATIENCE_SECONDS = 10;

    private final MqttServer server;

    EventLoop(MqttServer server) {
        this.server = server;
    }

    /**
     * Runs something there and waits.
     *
     * @throws IllegalStateException if there is no result in time, or the server is closed; what the work throws goes
     *     through
     */
    <T> T call(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Future<?> task = server.schedule(Duration.ZERO, () -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException failure) {
                result.completeExceptionally(failure);
            }
        });
        try {
            return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        } catch (TimeoutException late) {
            task.cancel(false);
            throw new IllegalStateException("The simulator is too busy, or closed", late);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", end);
        }
    }
}
