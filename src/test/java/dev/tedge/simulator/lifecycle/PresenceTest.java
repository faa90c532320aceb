package dev.tedge.simulator.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PresenceTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

    private final Presence presence = new Presence();

    private void comeAndGo(String clientId, Instant now) {
        presence.disconnected(clientId, presence.connected(clientId, now), now);
    }

    @Test
    void number_grows_andOutlastsATakeover() {
        long first = presence.connected("a", NOW);
        long second = presence.connected("a", NOW);
        presence.disconnected("a", first, NOW);

        assertThat(first).isZero();
        assertThat(second).isEqualTo(1);
        presence.disconnected("a", second, NOW);
        assertThat(presence.connected("a", NOW)).isEqualTo(2);
    }

    @Test
    void number_beginsAgain_anHourAfterTheLastEnd() {
        comeAndGo("a", NOW);
        comeAndGo("b", NOW);
        comeAndGo("a", NOW.plusSeconds(1));

        Instant later = NOW.plus(Duration.ofHours(1)).plusSeconds(1);
        assertThat(presence.connected("a", later)).isEqualTo(2);
        assertThat(presence.connected("b", later)).isZero();
    }

    @Test
    void whoWentFirst_isForgotten_whenThereAreTooMany() {
        comeAndGo("first", NOW);
        comeAndGo("second", NOW);
        for (int i = 0; i < Presence.MAX_REMEMBERED - 1; i++) {
            comeAndGo("more-" + i, NOW);
        }

        assertThat(presence.connected("second", NOW)).isEqualTo(1);
        assertThat(presence.connected("first", NOW)).isZero();
    }
}
