package dev.tedge.mqttserver.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.mqttserver.MqttServerLimits;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ServerMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionQueueTest {

    private final SessionQueue queue = new SessionQueue(new MqttServerLimits.Queues(4, 100, 1, 1));

    private static Delivery delivery(String text, int qos) {
        return new Delivery(
                StoredMessage.arrivedNow(ServerMessage.of("t", Payload.of(text), qos)), qos, false, List.of());
    }

    private String next() {
        String text = queue.peek().orElseThrow().stored().message().payload().text();
        queue.remove();
        return text;
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
    void queue_countsBytes() {
        assertThat(queue.offer(delivery("x".repeat(60), 1))).isTrue();
        assertThat(queue.offer(delivery("x".repeat(60), 1))).isFalse();
        queue.remove();
        assertThat(queue.offer(delivery("x".repeat(60), 1))).isTrue();
    }

    @Test
    void qos0_getsHalf_andLeavesWithTheConnection() {
        assertThat(queue.offer(delivery("1", 0))).isTrue();
        assertThat(queue.offer(delivery("2", 1))).isTrue();
        assertThat(queue.offer(delivery("3", 0))).isFalse();
        assertThat(queue.offer(delivery("4", 1))).isTrue();
        queue.dropQos0();
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.offer(delivery("x".repeat(90), 1))).isTrue();
    }
}
