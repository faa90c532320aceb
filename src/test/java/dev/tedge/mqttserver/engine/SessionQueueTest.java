package dev.tedge.mqttserver.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.mqttserver.MessageProperties;
import dev.tedge.mqttserver.MqttServerLimits;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ServerMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionQueueTest {

    private static final MqttServerLimits.Queues LIMITS = new MqttServerLimits.Queues(4, 3_000, 1, 1, 5_000);

    private final MemoryBudget budget = new MemoryBudget(LIMITS.totalBytes());
    private final SessionQueue queue = new SessionQueue(LIMITS, budget);

    private static Delivery delivery(String text, int qos) {
        return new Delivery(
                StoredMessage.arrivedNow(ServerMessage.of("t", Payload.of(text), qos), Optional.empty()),
                qos,
                false,
                List.of());
    }

    private static Delivery big() {
        return delivery("x".repeat(1_500), 1);
    }

    /** A message whose time is over. */
    private static Delivery expired() {
        ServerMessage message = ServerMessage.of("t", Payload.of("old"), 1)
                .withProperties(MessageProperties.NONE.withExpiry(Duration.ofSeconds(1)));
        long longAgo = System.nanoTime() - Duration.ofSeconds(2).toNanos();
        return new Delivery(new StoredMessage(message, Optional.empty(), longAgo), 1, false, List.of());
    }

    private String next() {
        Delivery taken = queue.take();
        queue.release(taken);
        return taken.stored().message().payload().text();
    }

    @Test
    void queue_keepsOrder_andRefusesTheNewest() {
        for (int i = 1; i <= 4; i++) {
            assertThat(queue.offer(delivery(String.valueOf(i), 1))).isTrue();
        }
        assertThat(queue.offer(delivery("5", 1))).isFalse();
        assertThat(next()).isEqualTo("1");
        assertThat(queue.offer(delivery("6", 2))).isTrue();
        assertThat(List.of(next(), next(), next(), next())).containsExactly("2", "3", "4", "6");
        assertThat(queue.peek()).isEmpty();
    }

    @Test
    void queue_countsBytes_untilTheyAreReleased() {
        assertThat(queue.offer(big())).isTrue();
        assertThat(queue.offer(big())).isFalse();
        Delivery taken = queue.take();
        assertThat(queue.offer(big())).isFalse();
        queue.release(taken);
        assertThat(queue.offer(big())).isTrue();
    }

    @Test
    void queues_shareTheirBudget_andGiveBackAll() {
        SessionQueue second = new SessionQueue(LIMITS, budget);
        SessionQueue third = new SessionQueue(LIMITS, budget);
        assertThat(queue.offer(big())).isTrue();
        assertThat(second.offer(big())).isTrue();
        assertThat(third.offer(big())).isFalse();

        queue.clear();
        assertThat(third.offer(big())).isTrue();
        second.take();
        second.clear();
        assertThat(queue.offer(big())).isTrue();
        assertThat(budget.take(1_500)).isFalse();
        third.clear();
        queue.clear();
        assertThat(budget.take(LIMITS.totalBytes())).isTrue();
    }

    @Test
    void expired_makeRoom_whenTheQueueIsFull() {
        assertThat(queue.offer(delivery("1", 1))).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(queue.offer(expired())).isTrue();
        }
        assertThat(queue.offer(delivery("2", 1))).isTrue();
        assertThat(List.of(next(), next())).containsExactly("1", "2");
        assertThat(budget.take(LIMITS.totalBytes())).isTrue();
    }

    @Test
    void qos0_getsHalf_andLeavesWithTheConnection() {
        assertThat(queue.offer(delivery("1", 0))).isTrue();
        assertThat(queue.offer(delivery("2", 1))).isTrue();
        assertThat(queue.offer(delivery("3", 0))).isFalse();
        assertThat(queue.offer(delivery("4", 1))).isTrue();
        queue.dropQos0();
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.offer(big())).isTrue();
    }

    @Test
    void retained_getAll_alsoWithQos0() {
        for (int i = 0; i < 4; i++) {
            assertThat(queue.offerRetained(delivery("kept", 0))).isTrue();
        }
        assertThat(queue.offerRetained(delivery("kept", 0))).isFalse();
    }
}
