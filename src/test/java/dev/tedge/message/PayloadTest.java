package dev.tedge.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PayloadTest {

    @Test
    void payload_keepsItsBytes_whenArraysChange() {
        byte[] bytes = {1, 2, 3};
        Payload payload = Payload.of(bytes);

        bytes[0] = 9;
        payload.toByteArray()[1] = 9;

        assertThat(payload.toByteArray()).containsExactly(1, 2, 3);
    }

    @Test
    void wrap_copiesNothing() {
        byte[] bytes = {1, 2, 3};

        assertThat(Payload.wrap(bytes).bytes()).isSameAs(bytes);
    }

    @Test
    void payload_isComparedByContent() {
        assertThat(Payload.of(new byte[] {'a'}))
                .isEqualTo(Payload.ofText("a"))
                .hasSameHashCodeAs(Payload.ofText("a"))
                .isNotEqualTo(Payload.ofText("b"))
                .isNotEqualTo("a");
    }

    @Test
    void isText_comparesAllBytes() {
        assertThat(Payload.ofText("1").isText("1")).isTrue();
        assertThat(Payload.ofText("10").isText("1")).isFalse();
        assertThat(Payload.ofText("").isText("1")).isFalse();
    }

    @Test
    void toString_showsTheSizeOnly() {
        assertThat(Payload.ofText("secret🔑")).hasToString("Payload[10 bytes]");
    }
}
