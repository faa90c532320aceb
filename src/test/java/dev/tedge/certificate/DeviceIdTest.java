package dev.tedge.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "my-device", "A1_b2", "'=(),-.?%*_!@"})
    void id_isAccepted(String text) {
        assertThat(new DeviceId(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a b", "a/b", "a+", "#", "a:b", "$a", "\"", "&", ";", "<", ">", "ä", "a\n"})
    void id_isRefused_withTheCharactersThatItMayHave(String text) {
        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> new DeviceId(text))
                .withMessage("DeviceID Error")
                .havingCause()
                .withMessage("The string '\"" + text + "\"' contains characters which cannot be used in a name "
                        + "[use only A-Z, a-z, 0-9, ' = ( ) , - . ? % * _ ! @]");
    }

    @Test
    void length_isLimited() {
        assertThat(new DeviceId("x".repeat(64)).value()).hasSize(64);
        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> new DeviceId("x".repeat(65)))
                .havingCause()
                .withMessageContaining("is more than 64 characters long and cannot be used as a name");
        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> new DeviceId(""))
                .havingCause()
                .withMessage("The empty string cannot be used as a name");
    }

    @ParameterizedTest
    @CsvSource({"my-device_1, true", "my.device, false", "a@b, false"})
    void thingName_hasFewerCharacters(String text, boolean possible) {
        assertThat(new DeviceId(text).isThingName()).isEqualTo(possible);
    }
}
