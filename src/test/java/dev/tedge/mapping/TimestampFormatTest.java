package dev.tedge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampFormatTest {

    @ParameterizedTest
    @CsvSource({
        "2025-11-13T16:13:34Z, 1763050414.0",
        "2025-11-13T16:13:34.5Z, 1763050414.5",
        "2025-11-13T16:13:34.05Z, 1763050414.05",
        "2025-11-13T16:13:34.001999999Z, 1763050414.001",
        "2025-11-13T16:13:34.999999999Z, 1763050414.999",
        "1970-01-01T00:00:00Z, 0.0",
        "1969-12-31T23:59:59.75Z, -0.25"
    })
    void unixOfNow_hasMilliseconds_andAlwaysAFraction(Instant now, String json) {
        assertThat(TimestampFormat.UNIX.jsonOfNow(now)).isEqualTo(json);
    }

    @Test
    void unixOfNow_isThatOfAnyTime_forEachMillisecond() {
        Instant second = Instant.ofEpochSecond(1_763_050_414L);
        for (int milli = 0; milli < 1_000; milli++) {
            Instant now = second.plus(milli, ChronoUnit.MILLIS);
            assertThat(TimestampFormat.UNIX.jsonOfNow(now)).isEqualTo(TimestampFormat.UNIX.json(now));
        }
    }
}
