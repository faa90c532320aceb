package dev.tedge.simulator.service;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The way from other threads to services: runs an action on the event loop, and waits for it. Not to be used on the
 * event loop, which cannot wait for itself.
 */
public final class CloudCalls {

    private static final long PATIENCE_SECONDS = 10;

    private final Cloud cloud;

    /** To the services of this cloud. */
    public CloudCalls(Cloud cloud) {
        this.cloud = cloud;
    }

    /** Runs an action; throws what it throws, and {@link IllegalStateException} if the simulator is closed or hangs. */
    public void run(Runnable action) {
        get(() -> {
            action.run();
            return true;
        });
    }

    /** Asks; throws what the question throws, and {@link IllegalStateException} if the simulator is closed or hangs. */
    public <T> T get(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Future<?> task = cloud.after(Duration.ZERO, () -> complete(answer, question));
        try {
            task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!answer.isDone()) {
                throw new IllegalStateException("The simulator is closed");
            }
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (TimeoutException e) {
            task.cancel(false);
            throw new IllegalStateException("The simulator is too busy", e);
        } catch (CancellationException | ExecutionException e) {
            throw new IllegalStateException("The simulator is closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the simulator", e);
        }
    }

    private static <T> void complete(CompletableFuture<T> answer, Supplier<T> question) {
        try {
            answer.complete(question.get());
        } catch (RuntimeException failure) {
            answer.completeExceptionally(failure);
        }
    }
}
