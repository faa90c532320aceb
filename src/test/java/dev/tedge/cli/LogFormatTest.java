package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFormatTest {

    private final Exception cause = new IllegalStateException("link is down", new IOException("connection refused"));

    @Test
    void line_hasTimeLevelNameAndMessage() {
        assertThat(new LogFormat(true, false).format(entry(Level.WARNING)))
                .isEqualTo("2026-11-23T10:15:30.100Z WARN  MqttLink: hello\n");
    }

    @Test
    void time_isLeftToTheJournal() {
        assertThat(new LogFormat(false, false).format(entry(Level.INFO))).isEqualTo("INFO  MqttLink: hello\n");
    }

    @Test
    void exception_isTold_withItsCauses() {
        LogRecord entry = entry(Level.WARNING);
        entry.setThrown(cause);

        assertThat(new LogFormat(false, false).format(entry))
                .isEqualTo("WARN  MqttLink: hello: link is down: connection refused\n");
        assertThat(new LogFormat(false, true).format(entry))
                .startsWith("WARN  MqttLink: hello\njava.lang.IllegalStateException: link is down\n\tat ");
    }

    @Test
    void error_alwaysHasItsTrace() {
        LogRecord entry = entry(Level.SEVERE);
        entry.setThrown(cause);

        assertThat(new LogFormat(false, false).format(entry)).contains("\tat ");
    }

    @ParameterizedTest
    @CsvSource({"SEVERE, ERROR", "WARNING, WARN", "INFO, INFO", "CONFIG, DEBUG", "FINE, DEBUG", "FINEST, TRACE"})
    void level_hasTheNameOfTheOption(String level, String name) {
        assertThat(LogLevel.nameOf(Level.parse(level))).isEqualTo(name);
    }

    private static LogRecord entry(Level level) {
        LogRecord entry = new LogRecord(level, "hello");
        entry.setLoggerName("dev.tedge.link.MqttLink");
        entry.setInstant(Instant.parse("2026-11-23T10:15:30.1Z"));
        return entry;
    }
}
