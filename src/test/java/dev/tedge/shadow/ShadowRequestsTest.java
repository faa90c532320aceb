package dev.tedge.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.Publisher;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.message.EntityId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When requests are sent, by a clock that the test moves. */
class ShadowRequestsTest {

    private final List<String> sent = new ArrayList<>();
    private final List<Publisher.Callback> callbacks = new ArrayList<>();
    private final List<Runnable> tasks = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();
    private final Shadow shadow =
            new Shadow(EntityId.of("device/a//"), "$aws/things/x/shadow/name/device:a", reports::add, () -> 0.5);
    private ShadowRequests requests;
    private long now;

    @BeforeEach
    void begin() {
        requests = new ShadowRequests(this::publish, this::later, () -> now);
    }

    @Test
    void refusal_holdsAcrossConnections_andIsToldOnce_andOneTimerBringsItBack() {
        requests.linkChanged(true, List.of(shadow));
        assertThat(sent).hasSize(1);

        callbacks.get(0).failed(new PublishRefusedException(shadow.topic(), "not authorized"));
        tasks.get(tasks.size() - 1).run();
        int timers = tasks.size();
        now = Duration.ofSeconds(1).toNanos();
        for (int i = 0; i < 3; i++) {
            requests.linkChanged(false, List.of(shadow));
            requests.linkChanged(true, List.of(shadow));
            requests.settled(shadow);
        }

        assertThat(sent).as("nothing more").hasSize(1);
        assertThat(reports).hasSize(1);
        assertThat(tasks).as("one timer").hasSize(timers + 1);
    }

    private void publish(OutboundMessage message, Publisher.Callback callback) {
        sent.add(message.topic());
        callbacks.add(callback);
    }

    private void later(Runnable task, Duration delay) {
        tasks.add(task);
    }
}
