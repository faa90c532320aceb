package dev.tedge.simulator.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaBookTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);

    private QuotaBook<String> book(Quotas quotas) {
        QuotaBook<String> book = new QuotaBook<>(quotas, now::get);
        book.open("a");
        book.open("b");
        return book;
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static long taken(QuotaBook<String> book, int attempts) {
        return IntStream.range(0, attempts).filter(i -> book.publish("a")).count();
    }

    @Test
    void publishes_areAHundredInASecond_forEachConnection() {
        QuotaBook<String> book = book(Quotas.AWS);

        assertThat(taken(book, 150)).isEqualTo(100);
        assertThat(book.publish("b")).isTrue();
    }

    @Test
    void publishes_comeBack_oneInTenMilliseconds() {
        QuotaBook<String> book = book(Quotas.AWS);
        taken(book, 100);

        pass(Duration.ofNanos(9_999_999));
        assertThat(book.publish("a")).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(book.publish("a")).isTrue();
        assertThat(book.publish("a")).isFalse();
        pass(Duration.ofMillis(250));
        assertThat(taken(book, 100)).isEqualTo(25);
    }

    @Test
    void publishes_areNeverMoreThanOneSecondsWorth_afterALongPause() {
        QuotaBook<String> book = book(Quotas.AWS);
        taken(book, 100);

        pass(Duration.ofDays(365));

        assertThat(taken(book, 150)).isEqualTo(100);
    }

    @Test
    void bytes_areDelayed_untilTheDebtIsPaid() {
        QuotaBook<String> book = book(Quotas.AWS);

        assertThat(book.transfer("a", 512 * 1024)).isZero();
        assertThat(book.transfer("a", 256 * 1024)).isEqualTo(Duration.ofMillis(500));
        assertThat(book.transfer("b", 1)).isZero();
        pass(Duration.ofMillis(250));
        assertThat(book.transfer("a", 0)).isEqualTo(Duration.ofMillis(250));
        pass(Duration.ofMillis(250));
        assertThat(book.transfer("a", 0)).isZero();
    }

    @Test
    void connects_areOneInASecond_forEachClientId() {
        QuotaBook<String> book = book(Quotas.AWS);

        assertThat(book.connect("x")).isTrue();
        assertThat(book.connect("x")).isFalse();
        assertThat(book.connect("y")).isTrue();
        pass(Duration.ofMillis(999));
        assertThat(book.connect("x")).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(book.connect("x")).isTrue();
    }

    @Test
    void connection_beginsAnew_whenItIsOpenedAgain() {
        QuotaBook<String> book = book(Quotas.AWS);
        taken(book, 100);

        book.close("a");
        assertThat(book.publish("a")).as("the will of an ended connection").isTrue();
        assertThat(book.transfer("a", 1_000_000)).isZero();
        book.open("a");

        assertThat(taken(book, 150)).isEqualTo(100);
    }

    @Test
    void storedMessages_areTenInASecond_andThenWait() {
        QuotaBook<String> book = book(Quotas.AWS);

        for (int i = 1; i <= 9; i++) {
            assertThat(book.stored("a")).isZero();
        }
        assertThat(book.stored("a")).as("after the tenth").isEqualTo(Duration.ofMillis(100));
        pass(Duration.ofMillis(100));
        assertThat(book.stored("a")).isEqualTo(Duration.ofMillis(100));
        assertThat(book.stored("b")).isZero();
        pass(Duration.ofSeconds(10));
        assertThat(book.stored("a")).isZero();
    }

    @Test
    void none_limitsNothing() {
        QuotaBook<String> book = book(Quotas.NONE);

        assertThat(taken(book, 100_000)).isEqualTo(100_000);
        assertThat(book.transfer("a", 100_000_000)).isZero();
        assertThat(IntStream.range(0, 1_000)
                        .filter(i -> book.stored("a").isZero())
                        .count())
                .isEqualTo(1_000);
        assertThat(IntStream.range(0, 1_000).filter(i -> book.connect("x")).count())
                .isEqualTo(1_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Quotas.UNLIMITED + 1})
    void quotas_refuse_whatIsNoRate(int rate) {
        assertThatThrownBy(() -> Quotas.AWS.withPublishesPerSecond(rate))
                .hasMessage("publishesPerSecond must be 1 to 1000000000, but is " + rate);
        assertThatThrownBy(() -> Quotas.AWS.withBytesPerSecond(rate)).hasMessageStartingWith("bytesPerSecond");
        assertThatThrownBy(() -> Quotas.AWS.withConnectsPerSecond(rate)).hasMessageStartingWith("connectsPerSecond");
        assertThatThrownBy(() -> Quotas.AWS.withStoredPerSecond(rate)).hasMessageStartingWith("storedPerSecond");
    }
}
