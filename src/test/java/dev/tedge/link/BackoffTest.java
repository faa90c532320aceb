package dev.tedge.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff =
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(2), RandomGenerator.of("L64X128MixRandom"));

    @Test
    void delays_double_upToTheLongest() {
        List<Duration> delays =
                Stream.generate(() -> backoff.afterFailure(false)).limit(12).toList();

        for (int i = 0; i < delays.size(); i++) {
            double base = Math.min(120_000, 1_000 * Math.pow(2, i));
            assertThat((double) delays.get(i).toMillis()).isBetween(base, base * 1.25);
        }
    }

    @Test
    void afterARefusal_itIsAtLeastTenSeconds() {
        assertThat(backoff.afterFailure(true)).isBetween(Duration.ofSeconds(10), Duration.ofMillis(12_500));
    }

    @Test
    void aConnectionThatHeld_startsFromTheBeginning() {
        for (int i = 0; i < 8; i++) {
            backoff.afterFailure(false);
        }
        backoff.reset();
        assertThat(backoff.afterFailure(false)).isLessThan(Duration.ofMillis(1_300));
    }
}
