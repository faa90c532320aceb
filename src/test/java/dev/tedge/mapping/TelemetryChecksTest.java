package dev.tedge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.message.EntityId;
import dev.tedge.message.LocalTopic;
import dev.tedge.message.Payload;
import java.util.List;
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

        assertThat(look(checks, TOPIC, BAD))
                .containsExactly(
                        "The message on te/device/main///m/t breaks a rule, and is forwarded all the same:"
                                + " member \"a\" is text; measurements have numbers only, other data goes below \"properties\"");
        assertThat(look(checks, TOPIC, BAD)).isEmpty();
        assertThat(look(checks, TOPIC, WORSE)).hasSize(1);
        assertThat(look(checks, TOPIC, BAD)).isEmpty();
        assertThat(look(checks, "te/device/main///m/u", BAD)).hasSize(1);
        assertThat(look(checks, TOPIC, GOOD)).isEmpty();
        assertThat(look(checks, TOPIC, BAD)).hasSize(1);
    }

    @Test
    void brokenRule_rejects_whenTheSettingSaysSo() {
        TelemetryChecks checks = new TelemetryChecks(Validation.REJECT);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> look(checks, TOPIC, BAD))
                    .isInstanceOf(MappingException.class)
                    .hasMessageStartingWith("member \"a\" is text;");
        }
        assertThat(look(checks, TOPIC, GOOD)).isEmpty();
    }

    @Test
    void nobodyLooks_whenItIsOff() {
        assertThat(look(new TelemetryChecks(Validation.OFF), TOPIC, WORSE)).isEmpty();
    }

    @Test
    void sharedName_isToldOncePerPair() {
        TelemetryChecks checks = new TelemetryChecks(Validation.OFF);

        assertThat(look(checks, "te/device/a:b///m/t", GOOD)).isEmpty();
        assertThat(look(checks, "te/device/a/b//m/t", GOOD))
                .containsExactly(
                        "The entities 'device/a:b//' and 'device/a/b/' have the same name on AWS, 'device:a:b':"
                                + " their messages can't be told apart there. Rename one of them.");
        assertThat(look(checks, "te/device/a/b//e/u", GOOD)).isEmpty();
        assertThat(look(checks, "te/device/a:b///m/t", GOOD)).isEmpty();
        assertThat(look(checks, "te/device//a/b/m/t", GOOD)).hasSize(1);
        assertThat(look(checks, "te/device//a/b/m/t", GOOD)).isEmpty();
    }

    @Test
    void payloadsThatAreNoJson_areOneFault_whereverTheyBreak() {
        TelemetryChecks checks = new TelemetryChecks(Validation.WARN);

        assertThat(look(checks, TOPIC, Payload.ofText("{\"a\":1"))).hasSize(1);
        assertThat(look(checks, TOPIC, Payload.ofText("{\"a\":1,}"))).isEmpty();
        assertThat(look(checks, TOPIC, Payload.ofText("x"))).isEmpty();
    }

    @Test
    void notice_isDueAgain_whenItWasNotPublished() {
        TelemetryChecks checks = new TelemetryChecks(Validation.WARN);

        assertThat(look(checks, "te/device/a:b///m/t", "x", GOOD)).isEmpty();
        for (int i = 0; i < 2; i++) {
            List<Notice> notices = look(checks, "te/device/a/b//m/t", "x", BAD);
            assertThat(notices).hasSize(2);
            notices.forEach(notice -> notice.untold().run());
        }
        assertThat(look(checks, "te/device/a/b//m/t", "x", BAD)).hasSize(2);
        assertThat(look(checks, "te/device/a/b//m/t", "x", BAD)).isEmpty();
    }

    @Test
    void notice_namesTheTopic_thatSomebodyPublished() {
        assertThat(look(new TelemetryChecks(Validation.WARN), TOPIC, "sensors/t", BAD))
                .singleElement()
                .satisfies(notice -> assertThat(notice.text()).startsWith("The message on sensors/t breaks a rule"));
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

    private static List<String> look(TelemetryChecks checks, String topic, Payload payload) {
        return look(checks, topic, topic, payload).stream().map(Notice::text).toList();
    }

    private static List<Notice> look(TelemetryChecks checks, String topic, String published, Payload payload) {
        return checks.look(LocalTopic.parse(topic).orElseThrow(), topic, published, payload);
    }
}
