package dev.tedge.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {

    @Test
    void median_isTheMiddleOne_orBetweenTwo() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 4.0))).isEqualTo(4);
        assertThat(Statistics.median(List.of(9.0, 1.0, 4.0, 6.0))).isEqualTo(5);
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.median(List.of()));
    }

    @Test
    void spread_isInPercentOfTheMedian() {
        assertThat(Statistics.spread(List.of(90.0, 100.0, 120.0))).isEqualTo(30);
        assertThat(Statistics.spread(List.of(0.0, 0.0))).isZero();
    }

    @ParameterizedTest
    @CsvSource({"50, 100", "95, 190", "99, 198", "99.9, 200", "100, 200", "0.1, 1"})
    void percentile_isTheNearestRank(double percent, long expected) {
        long[] sorted = LongStream.rangeClosed(1, 200).toArray();

        assertThat(Statistics.percentile(sorted, percent)).isEqualTo(expected);
    }

    @Test
    void percentile_ofNothing_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.percentile(new long[0], 50));
    }
}
