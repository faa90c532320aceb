package dev.tedge.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PendingCertificateTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final PendingCertificate PENDING =
            PendingCertificate.issued(new IssuedCertificate("abc", "-----BEGIN…", "hush"), "robot-7", "localhost", NOW);

    @Test
    void note_isReadAsItWasWritten() {
        assertThat(PendingCertificate.parse(PENDING.text())).contains(PENDING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[1]", "null", "{\"expires\":\"soon\"}"})
    void rubbish_isNoNote(String text) {
        assertThat(PendingCertificate.parse(text)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "the same, robot-7, localhost, PT0S, true",
        "just in time, robot-7, localhost, PT59M, true",
        "another device, robot-8, localhost, PT0S, false",
        "another account, robot-7, elsewhere, PT0S, false",
        "too late, robot-7, localhost, PT1H, false",
        "a clock that was wrong by a year, robot-7, localhost, PT-8760H, false"
    })
    void note_isForOneDevice_andAnHour(String what, String device, String endpoint, Duration later, boolean good) {
        assertThat(PENDING.isFor(device, endpoint) && PENDING.isFresh(NOW.plus(later)))
                .isEqualTo(good);
    }

    @Test
    void token_isNotShown() {
        assertThat(PENDING.toString() + PENDING.certificate()).doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a+", "a#", "a b", "0123456789012345678901234567890123456"})
    void template_hasAName_thatIsNoOtherTopic(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TemplateName(name))
                .withMessageContaining("can't be the name of a provisioning template");
    }
}
