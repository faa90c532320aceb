package dev.tedge.mqttserver.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.mqttserver.Disturbance;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DisorderTest {

    private static final long NO_TIMER = -1;
    private static final Disturbance LATE = new Disturbance(Duration.ofMinutes(10), false);
    private static final Disturbance SWAPPED = new Disturbance(Duration.ZERO, true);

    /** Its event loop has a clock that stands still. */
    private final EmbeddedChannel channel = new EmbeddedChannel();

    private final List<MqttMessage> written = new ArrayList<>();
    private final Disorder disorder = new Disorder(channel.eventLoop(), written::add);

    @BeforeEach
    void stopTheClock() {
        channel.freezeTime();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private static MqttMessage packet() {
        return new MqttMessage(new MqttFixedHeader(MqttMessageType.PINGRESP, false, MqttQoS.AT_MOST_ONCE, false, 0));
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
    }

    @Test
    void packet_isHeldBack_forItsTime() {
        MqttMessage packet = packet();
        disorder.write(packet, LATE);

        pass(Duration.ofMinutes(9));
        assertThat(written).isEmpty();
        pass(Duration.ofMinutes(1));
        assertThat(written).containsExactly(packet);
    }

    @Test
    void packets_changePlaces_andTheirTimerEnds() {
        MqttMessage first = packet();
        MqttMessage second = packet();
        disorder.write(first, SWAPPED);
        disorder.write(second, SWAPPED);

        assertThat(written).containsExactly(second, first);
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NO_TIMER);
    }

    @Test
    void packet_goesAlone_whenNoPartnerComes() {
        MqttMessage packet = packet();
        disorder.write(packet, SWAPPED);

        pass(Duration.ofSeconds(1));
        assertThat(written).containsExactly(packet);
    }

    @Test
    void packets_areNotHeld_whenThereIsNoRoom() {
        for (int i = 0; i < 1_000; i++) {
            disorder.write(packet(), LATE);
        }
        assertThat(written).isEmpty();

        disorder.write(packet(), LATE);
        assertThat(written).hasSize(1);

        pass(Duration.ofMinutes(10));
        disorder.write(packet(), LATE);
        assertThat(written).hasSize(1_001);
    }

    @Test
    void nothingIsLeft_whenTheConnectionEnds() {
        disorder.write(packet(), LATE);
        disorder.write(packet(), SWAPPED);

        disorder.close();
        disorder.write(packet(), LATE);
        disorder.write(packet(), SWAPPED);

        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NO_TIMER);
        assertThat(written).isEmpty();
    }
}
