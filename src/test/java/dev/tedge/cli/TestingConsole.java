package dev.tedge.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs commands on a configuration directory of its own and keeps what they print. */
final class TestingConsole {

    private final Map<String, String> environment = new HashMap<>();
    private final List<LogLevel> levels = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private String typed = "";

    TestingConsole(Path configDirectory) {
        environment.put("TEDGE_CONFIG_DIR", configDirectory.toString());
    }

    TestingConsole with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    TestingConsole at(String instant) {
        now = Instant.parse(instant);
        return this;
    }

    /** What each command that follows reads from its stdin. */
    TestingConsole typing(String text) {
        typed = text;
        return this;
    }

    /** The levels at which logging was started, by each command that got so far. */
    List<LogLevel> levels() {
        return List.copyOf(levels);
    }

    /** Runs a command line that is split at spaces, and more words that are not. */
    Result run(String line, String... more) {
        String[] words = Stream.concat(Stream.of(line.split(" ")).filter(word -> !word.isEmpty()), Stream.of(more))
                .toArray(String[]::new);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintWriter(out),
                new PrintWriter(err),
                bytes,
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                environment,
                false,
                Clock.fixed(now, ZoneOffset.UTC),
                levels::add);
        int exitCode = TedgeCommand.run(console, words);
        return new Result(exitCode, out + bytes.toString(StandardCharsets.UTF_8), err.toString());
    }

    /** What a command left behind. */
    record Result(int exitCode, String out, String err) {}
}
