package dev.tedge.simulator.provisioning;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class KeyQueueTest {

    @Test
    void queue_isShort() throws InterruptedException {
        Executor queue = KeyQueue.start();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        queue.execute(() -> {
            started.countDown();
            await(end);
        });
        started.await();
        for (int waiting = 0; waiting < KeyQueue.ROOM; waiting++) {
            assertThatCode(() -> queue.execute(() -> {})).doesNotThrowAnyException();
        }

        assertThatThrownBy(() -> queue.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        end.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
