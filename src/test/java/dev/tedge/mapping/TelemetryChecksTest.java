package dev.tedge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.message.EntityId;
import dev.tedge.message.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelemetryChecksTest {

    private static final String TOPIC = "te/device/main///m/t";
    private static final Payload BAD = Payload.ofText("{\"a\":\"secret\"}");
    private static final Payload WORSE = Payload.ofText("secret");
    private static final Payload GOOD = Payload.ofText("{\"a\":1}");

    @Test
    void brokenRule_isToldOnce_untilTheTopicIsGood() {
        TelemetryChecks checks = new TelemetryChecks(Validation.WARN);

        assertThat(checks.look(TOPIC, BAD))
                .containsExactly(
                        "The message on te/device/main///m/t breaks a rule, and is forwarded all the same:"
                                + " member \"a\" is text; measurements have numbers only, other data goes below \"properties\"");
        assertThat(checks.look(TOPIC, BAD)).isEmpty();
        assertThat(checks.look(TOPIC, WORSE)).hasSize(1);
        assertThat(checks.look(TOPIC, BAD)).isEmpty();
        assertThat(checks.look("te/device/main///m/u", BAD)).hasSize(1);
        assertThat(checks.look(TOPIC, GOOD)).isEmpty();
        assertThat(checks.look(TOPIC, BAD)).hasSize(1);
    }

    @Test
    void brokenRule_rejects_whenTheSettingSaysSo() {
        TelemetryChecks checks = new TelemetryChecks(Validation.REJECT);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> checks.look(TOPIC, BAD))
                    .isInstanceOf(MappingException.class)
                    .hasMessageStartingWith("member \"a\" is text;");
        }
        assertThat(checks.look(TOPIC, GOOD)).isEmpty();
    }

    @Test
    void nobodyLooks_whenItIsOff() {
        assertThat(new TelemetryChecks(Validation.OFF).look(TOPIC, WORSE)).isEmpty();
    }

    @Test
    void sharedName_isToldOncePerPair() {
        TelemetryChecks checks = new TelemetryChecks(Validation.OFF);

        assertThat(checks.look("te/device/a:b///m/t", GOOD)).isEmpty();
        assertThat(checks.look("te/device/a/b//m/t", GOOD))
                .containsExactly(
                        "The entities 'device/a:b//' and 'device/a/b/' have the same name on AWS, 'device:a:b':"
                                + " their messages can't be told apart there. Rename one of them.");
        assertThat(checks.look("te/device/a/b//e/u", GOOD)).isEmpty();
        assertThat(checks.look("te/device/a:b///m/t", GOOD)).isEmpty();
        assertThat(checks.look("te/device//a/b/m/t", GOOD)).hasSize(1);
        assertThat(checks.look("te/device//a/b/m/t", GOOD)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"device/aa:bb:cc//, device/aa:bb:cd//", "device/main//, device/main/service/x", "a/b/c/d, a/b/c/e"})
    void differentNames_areNoMatter(String one, String other) {
        SourceOwners owners = new SourceOwners();

        assertThat(owners.claim(EntityId.of(one))).isEmpty();
        assertThat(owners.claim(EntityId.of(other))).isEmpty();
        assertThat(owners.claim(EntityId.of(one))).isEmpty();
    }

    @Test
    void inventedNames_areNotRememberedWithoutEnd() {
        SourceOwners owners = new SourceOwners();
        for (int i = 0; i < SourceOwners.MOST; i++) {
            assertThat(owners.claim(EntityId.of("device/" + i + "//"))).isEmpty();
        }

        assertThat(owners.claim(EntityId.of("device/new:name//"))).isEmpty();
        assertThat(owners.claim(EntityId.of("device/new/name/"))).isEmpty();
        assertThat(owners.claim(EntityId.of("device//7/"))).contains(EntityId.of("device/7//"));
    }

    @Test
    void inventedTopics_areNotRememberedWithoutEnd() {
        KnownFaults faults = new KnownFaults();
        for (int i = 0; i < KnownFaults.MOST_TOPICS; i++) {
            assertThat(faults.isNew("t" + i, "r")).isTrue();
        }
        assertThat(faults.isNew("t0", "r")).isFalse();

        assertThat(faults.isNew("one more", "r")).isTrue();
        assertThat(faults.isNew("t0", "r")).isFalse();
        assertThat(faults.isNew("t1", "r")).isTrue();
    }

    @Test
    void inventedReasons_areNotToldWithoutEnd() {
        KnownFaults faults = new KnownFaults();
        for (int i = 0; i < KnownFaults.MOST_REASONS; i++) {
            assertThat(faults.isNew("t", "r" + i)).isTrue();
        }

        assertThat(faults.isNew("t", "one more")).isFalse();
    }
}
