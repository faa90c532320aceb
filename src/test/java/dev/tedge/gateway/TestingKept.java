package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tedge.testing.process.TedgeProgram;
import java.util.List;

/** What a gateway keeps, as the packaged commands tell it. */
final class TestingKept {

    private static final JsonMapper JSON = new JsonMapper();

    private final TedgeProgram tedge;

    TestingKept(TestingWorld world) {
        tedge = new TedgeProgram(world.config());
    }

    /**
     * A dead letter.
     *
     * @param topic on AWS
     * @param cause as {@code tedge dlq} writes it
     * @param reason in words
     */
    record Letter(String topic, String cause, String reason) {}

    /** All dead letters. */
    List<Letter> deadLetters() {
        return run("dlq", "list", "--json", "--limit", "100000")
                .lines()
                .map(TestingKept::parse)
                .map(letter -> new Letter(
                        letter.path("topic").asText(),
                        letter.path("cause").asText(),
                        letter.path("reason").asText()))
                .toList();
    }

    /** The status. */
    JsonNode status() {
        return parse(run("status", "--json"));
    }

    /** The status for people. */
    String statusText() {
        return run("status");
    }

    /** Runs a command that must succeed; returns its stdout. */
    String run(String... args) {
        TedgeProgram.Finished finished = tedge.run(args);
        assertThat(finished.exitCode()).as(finished.err()).isZero();
        return finished.out();
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + line, e);
        }
    }
}
