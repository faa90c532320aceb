package dev.tedge.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** A console in memory that can be read while the command is running. */
final class TestingTerminal {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console;

    TestingTerminal(Path configDirectory) {
        console = new Console(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                OutputStream.nullOutputStream(),
                InputStream.nullInputStream(),
                Map.of("TEDGE_CONFIG_DIR", configDirectory.toString()),
                false,
                Clock.systemUTC(),
                level -> {});
    }

    int run(String... args) {
        return TedgeCommand.run(console, args);
    }

    Console console() {
        return console;
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
