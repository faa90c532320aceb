package dev.tedge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.OutboundMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PacerTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long now = 5;
    private Pacer pacer = pacer(90, 1_000_000);

    @Test
    void noSecond_hasMoreThanAHundredPublishes_ofNinetyPerSecond() {
        List<Long> sent = sendAsSoonAsAllowed(1_000, 10);

        for (int i = 0; i + 100 < sent.size(); i++) {
            assertThat(sent.get(i + 100) - sent.get(i)).isGreaterThan(SECOND);
        }
        assertThat(1_000.0 * SECOND / (sent.get(999) - sent.get(0))).isBetween(85.0, 92.0);
    }

    @Test
    void bytes_areLimitedToo_evenForOneMessageThatIsLargerThanTheBurst() {
        pacer = pacer(1_000, 100_000);
        List<Long> sent = sendAsSoonAsAllowed(20, 50_000);

        assertThat(20.0 * 50_000 * SECOND / (sent.get(19) - sent.get(0))).isBetween(90_000.0, 125_000.0);
    }

    @Test
    void whatComesIn_countsAgainstTheSameQuota() {
        for (int i = 0; i < 90; i++) {
            pacer.received(new InboundMessage("a/b", new byte[1], 1, false, 1, List.of()));
        }
        Duration wait = pacer.publish(message(1));

        assertThat(wait.toMillis()).isBetween(850L, 950L);
    }

    @Test
    void afterQuotaExceeded_itGoesHalfAsFast_andRecoversWithinAMinute() {
        sendAsSoonAsAllowed(100, 1);
        pacer.quotaExceeded();
        pacer.quotaExceeded();
        long before = now;
        sendAsSoonAsAllowed(45, 1);
        assertThat((double) (now - before) / SECOND).isBetween(0.8, 1.1);

        now += 60 * SECOND;
        before = now;
        sendAsSoonAsAllowed(190, 1);
        assertThat((double) (now - before) / SECOND).isCloseTo(2.0, within(0.1));
    }

    @Test
    void connects_areASecondApart() {
        assertThat(pacer.connect()).isZero();
        now += SECOND / 4;
        assertThat(pacer.connect()).isEqualTo(Duration.ofMillis(750));
        now += SECOND;
        assertThat(pacer.connect()).isZero();
    }

    @Test
    void withoutLimits_nothingWaits_butItIsCounted() {
        pacer = new Pacer(Optional.empty(), () -> now);
        for (int i = 0; i < 10_000; i++) {
            assertThat(pacer.publish(message(100))).isZero();
        }
        assertThat(pacer.connect()).isZero();
        assertThat(pacer.connect()).isZero();
        now += SECOND;

        assertThat(pacer.rates().publishesPerSecond()).isEqualTo(1_000);
        assertThat(pacer.rates().publishHeadroom()).isEqualTo(1);
    }

    @Test
    void rates_areOfTheLastTenSeconds() {
        for (int i = 0; i < 45 * 20; i++) {
            assertThat(pacer.publish(message(87))).isZero();
            now += SECOND / 45;
        }
        assertThat(pacer.rates().publishesPerSecond()).isCloseTo(45, within(1.0));
        assertThat(pacer.rates().bytesPerSecond()).isCloseTo(4_500, within(100.0));
        assertThat(pacer.rates().publishHeadroom()).isCloseTo(0.5, within(0.02));

        now += 11 * SECOND;
        assertThat(pacer.rates().publishesPerSecond()).isZero();
    }

    private Pacer pacer(int publishes, long bytes) {
        return new Pacer(Optional.of(new Pacer.Limits(publishes, bytes)), () -> now);
    }

    private List<Long> sendAsSoonAsAllowed(int count, int payload) {
        List<Long> sent = new ArrayList<>();
        while (sent.size() < count) {
            Duration wait = pacer.publish(message(payload));
            if (wait.isZero()) {
                sent.add(now);
            }
            now += wait.toNanos();
        }
        return sent;
    }

    private static OutboundMessage message(int payload) {
        return new OutboundMessage("a/b", new byte[payload], 1, false);
    }
}
