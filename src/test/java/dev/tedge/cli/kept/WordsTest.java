package dev.tedge.cli.kept;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1 KiB",
        "580608, 567 KiB",
        "1048576, 1.0 MiB",
        "1288490188, 1.2 GiB",
        "9223372036854775807, 8388608.0 TiB"
    })
    void size_isInTheLargestUnit(long bytes, String words) {
        assertThat(Words.size(bytes)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT59S, 59 s",
        "PT1M, 1 min",
        "PT59M59S, 59 min",
        "PT1H, 1 h",
        "P1DT23H, 47 h",
        "P2D, 2 days"
    })
    void age_isInTheLargestUnit(Duration age, String words) {
        assertThat(Words.age(age)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1234, '1,234'", "1000000, '1,000,000'"})
    void count_isEasyToRead(long number, String words) {
        assertThat(Words.count(number)).isEqualTo(words);
    }
}
