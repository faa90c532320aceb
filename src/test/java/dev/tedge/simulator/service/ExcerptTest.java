package dev.tedge.simulator.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

    @Test
    void shortText_isShownWhole() {
        String text = "a".repeat(512);

        assertThat(Excerpt.of(text)).isEqualTo(text);
    }

    @Test
    void longText_isShownByItsBeginningAndLength() {
        assertThat(Excerpt.of("a".repeat(513))).isEqualTo("a".repeat(64) + "... (513 characters)");
    }

    @Test
    void letterOfTwoHalves_isNotCut() {
        assertThat(Excerpt.of("a".repeat(63) + "🤖".repeat(300))).isEqualTo("a".repeat(63) + "... (663 characters)");
    }
}
