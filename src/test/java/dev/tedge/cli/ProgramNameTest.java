package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramNameTest {

    @ParameterizedTest
    @CsvSource({
        "tedge, connect aws",
        "/usr/bin/tedge, connect aws",
        "tedge-mapper, run tedge-mapper connect aws",
        "/usr/bin/tedge-mapper, run tedge-mapper connect aws",
        "my-tedge-mapper, connect aws",
        "'', connect aws"
    })
    void name_decidesWhatIsMeant(String name, String expected) {
        assertThat(String.join(" ", new ProgramName(name).words("connect", "aws")))
                .isEqualTo(expected);
    }
}
