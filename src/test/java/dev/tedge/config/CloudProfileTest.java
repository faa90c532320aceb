package dev.tedge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudProfileTest {

    @Test
    void name_isLowerCase_howeverItIsWritten() {
        assertThat(CloudProfile.of("Plant_2-b").name()).isEqualTo("plant_2-b");
    }

    @ParameterizedTest
    @CsvSource({
        "'', Profile names cannot be empty",
        "a.b, 'Profile names can only contain letters, numbers, `-` or `_`'",
        "a/b, 'Profile names can only contain letters, numbers, `-` or `_`'",
        "ä, 'Profile names can only contain letters, numbers, `-` or `_`'",
        "-_, Profile names must contain at least one letter or number"
    })
    void badName_isRefused_withTheReason(String name, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CloudProfile.of(name))
                .withMessage(reason);
    }
}
