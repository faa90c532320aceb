package dev.tedge.testing;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5MessageException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what a broker answers, and says in words what went wrong: what was tried, and the reason code. */
final class BrokerAnswers {

    private BrokerAnswers() {}

    static <T> T await(CompletableFuture<T> answer, Duration timeout, String what) {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IllegalStateException("Could not " + what + ": " + describe(cause), cause);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Could not " + what + " within " + timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted: " + what, e);
        }
    }

    static void acquire(Semaphore window, Duration timeout, String what) {
        try {
            if (!window.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("Nothing was acknowledged for " + timeout + " before " + what);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted before " + what, e);
        }
    }

    private static String describe(Throwable cause) {
        return cause instanceof Mqtt5MessageException refused
                ? refused.getMessage() + " " + refused.getMqttMessage()
                : cause.toString();
    }
}
