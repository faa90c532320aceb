package dev.tedge.simulator.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictJsonTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "field given twice | {'a':1,'a':2}",
                "text behind the value | {'a':1} x",
                "second value | {'a':1} {'a':1}",
                "text without quotes | {a:1}"
            })
    void ambiguousText_isRefused(String reason, String json) {
        assertThatThrownBy(() -> StrictJson.MAPPER.readTree(json.replace('\'', '"')))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void plainObject_isRead() throws JsonProcessingException {
        assertThat(StrictJson.MAPPER.readTree("{\"a\":1}\n").path("a").intValue())
                .isEqualTo(1);
    }
}
