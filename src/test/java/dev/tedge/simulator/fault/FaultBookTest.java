package dev.tedge.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.mqttserver.Disturbance;
import dev.tedge.mqttserver.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultBookTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FaultBook book = new FaultBook();

    @Test
    void refusal_isGiven_soManyTimes() {
        book.add(Fault.refuse(0x97, "a/+").times(2));

        assertThat(book.verdict("c")).isEmpty();
        Verdict quota = Verdict.discard(0x97, "'a/b' meets the fault 'refuse 0x97 a/+ 2x'");
        assertThat(book.verdict("a/b")).contains(quota);
        assertThat(book.entries())
                .containsExactly(new FaultBook.Entry(Fault.refuse(0x97, "a/+").times(2), 1));
        assertThat(book.verdict("a/b")).contains(quota);
        assertThat(book.verdict("a/b")).isEmpty();
        assertThat(book.entries()).isEmpty();
        assertThat(book.counts()).isEqualTo(Map.of("refuse", 2L));
    }

    @Test
    void hangUp_isGivenForEver_untilCleared() {
        book.add(Fault.drop("a/b"));

        assertThat(Stream.generate(() -> book.verdict("a/b")).limit(1_000))
                .allMatch(next -> next.equals(Optional.of(Verdict.hangUp("'a/b' meets the fault 'drop a/b'"))));
        book.clear(act -> act instanceof Act.Delay);
        assertThat(book.verdict("a/b")).isPresent();
        book.clear(act -> act instanceof Act.Drop);
        assertThat(book.verdict("a/b")).isEmpty();
    }

    @Test
    void faults_areUsedUp_inTheirOrder() {
        book.add(Fault.refuse(0x97, "#").times(1));
        book.add(Fault.refuse(0x80, "a/b").times(1));
        book.add(Fault.halfClose("a/b").times(1));

        assertThat(book.verdict("a/b")).contains(Verdict.discard(0x97, "'a/b' meets the fault 'refuse 0x97 # 1x'"));
        assertThat(book.verdict("a/b")).contains(Verdict.discard(0x80, "'a/b' meets the fault 'refuse 0x80 a/b 1x'"));
        assertThat(book.verdict("a/b")).contains(Verdict.halfClose("'a/b' meets the fault 'half-close a/b 1x'"));
        assertThat(book.verdict("a/b")).isEmpty();
    }

    @Test
    void eachKind_isUsed_onlyWhereItBelongs() {
        book.add(Fault.delay(SECOND, "a/#").times(1));
        book.add(Fault.duplicate("a/b").times(1));
        book.add(Fault.reorder("a/b").times(2));

        assertThat(book.verdict("a/b")).isEmpty();
        assertThat(book.copies("a/b")).isEqualTo(2);
        assertThat(book.copies("a/b")).isEqualTo(1);
        assertThat(book.disturbance("a/b")).isEqualTo(new Disturbance(SECOND, true));
        assertThat(book.disturbance("a/b")).isEqualTo(new Disturbance(Duration.ZERO, true));
        assertThat(book.disturbance("a/b")).isEqualTo(Disturbance.NONE);
    }

    @Test
    void book_isNeverEndless() {
        for (int i = 0; i < 100; i++) {
            book.add(Fault.drop("a/" + i));
        }

        assertThatThrownBy(() -> book.add(Fault.drop("b")))
                .hasMessage("There are 100 faults already: take them back with 'clear'");
    }
}
