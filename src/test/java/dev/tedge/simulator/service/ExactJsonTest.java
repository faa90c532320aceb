package dev.tedge.simulator.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactJsonTest {

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
        assertThatThrownBy(() -> ExactJson.readUnique(json.replace('\'', '"')))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void number_staysAsItIsWritten() throws JsonProcessingException {
        assertThat(ExactJson.write(ExactJson.read("[1.10,0.10000000000000000001]")))
                .isEqualTo("[1.10,0.10000000000000000001]");
        assertThatThrownBy(() -> ExactJson.read("1e99999999999")).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void plainObject_isRead() throws JsonProcessingException {
        assertThat(ExactJson.readUnique("{\"a\":1}\n").path("a").intValue()).isEqualTo(1);
    }
}
