package dev.tedge.cli.diag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedTest {

    private static final String SECRET = "hunter2";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "remote_password hunter2",
                "bridge_psk hunter2",
                "apiKey: hunter2",
                "api_key=hunter2",
                "api-key = \"hunter2\"",
                "\"accessKey\": \"hunter2\"",
                "accessKey: hunter2",
                "sasl: \"user:hunter2\"",
                "saslJaasConfig: >\n  Login required\n\n  word=\"hunter2\"",
                "password:\n  hunter2",
                "- password: |\n    hunter2",
                "password: >-\n  hunter2",
                "password: \"one\n  hunter2\"",
                "password = \"\"\"\nhunter2\n\"\"\"",
                "- setHeader:\n    name: Authorization\n    constant: Basic hunter2",
                "- setHeader:\n    name: Authorization\n    constant:\n      expression: hunter2",
                "- setHeader:\n    constant: Bearer hunter2\n    name: Authorization",
                "- setHeader:\n    name: X-Api-Key\n    constant: hunter2",
                "curl -H 'x: Bearer hunter2'",
                "https://user:a@b:hunter2@host",
                "https://user@home:hunter2@host",
                "https://user:hunter2@b:pw@host",
                "the pin is hunter2",
            })
    void secret_isHidden(String text) {
        assertThat(Masked.text(text)).doesNotContain(SECRET).contains("******");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "listener 1883",
                "https://host:8883/path",
                "Basic Ingest",
                "parameters:\n  username: alice\n  topic: te/#",
                "- setHeader:\n    name: Topic\n    constant: a",
            })
    void whatIsNoSecret_stays(String text) {
        assertThat(Masked.text(text)).isEqualTo(text);
    }

    @Test
    void whatFollowsASecret_stays() {
        assertThat(
                        Masked.text(
                                "a:\n  password:\n    hunter2\n  host: x\n- setHeader:\n    name: token\n    constant: y\n- to: z"))
                .isEqualTo(
                        "a:\n  password:\n    ******\n  host: x\n- setHeader:\n    name: token\n    constant: ******\n- to: z");
        assertThat(Masked.text("https://user:a@b:pw@host/x")).isEqualTo("https://user:******@host/x");
    }
}
