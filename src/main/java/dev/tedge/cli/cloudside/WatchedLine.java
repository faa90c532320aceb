package dev.tedge.cli.cloudside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tedge.cli.demo.MessageLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A line of what a simulator lets watch, for people. */
public final class WatchedLine {

    private static final ObjectMapper JSON = new ObjectMapper();

    private WatchedLine() {}

    /**
     * Puts a line into words; empty if it only shows that the simulator is alive.
     *
     * @throws IOException if it is none of a simulator's
     */
    public static Optional<String> words(String line) throws IOException {
        if (line.isBlank()) {
            return Optional.empty();
        }
        JsonNode json = JSON.readTree(line);
        if (json.has("topic")) {
            ByteBuffer payload = ByteBuffer.wrap(json.path("payload").binaryValue());
            return Optional.of(
                    MessageLine.of(json.path("topic").textValue(), payload).toString());
        }
        if (json.has("lost")) {
            return Optional.of("warning: " + json.path("lost").asText() + " lines came too quickly and are not shown");
        }
        return Optional.of(json.path("event").asText());
    }
}
