package dev.tedge.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * One line per record: time (RFC 3339, UTC), level, short name of the logger, message. An exception is told by its
 * messages in the same line; its stack trace follows when debugging, and always with an error.
 */
final class LogFormat extends Formatter {

    private final boolean times;
    private final boolean traces;

    /**
     * Makes a format.
     *
     * @param times whether lines begin with the time; the journal of systemd has its own
     * @param traces whether every exception is followed by its stack trace
     */
    LogFormat(boolean times, boolean traces) {
        this.times = times;
        this.traces = traces;
    }

    @Override
    public String format(LogRecord entry) {
        StringBuilder line = new StringBuilder();
        if (times) {
            Instant time = entry.getInstant().truncatedTo(ChronoUnit.MILLIS);
            line.append(time).append(' ');
        }
        line.append("%-5s ".formatted(LogLevel.nameOf(entry.getLevel())))
                .append(shortName(entry.getLoggerName()))
                .append(": ")
                .append(formatMessage(entry));
        Throwable thrown = entry.getThrown();
        if (thrown == null) {
            return line.append('\n').toString();
        }
        if (traces || entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
            return line.append('\n').append(trace(thrown)).toString();
        }
        return line.append(": ")
                .append(String.join(": ", Failures.reasons(thrown)))
                .append('\n')
                .toString();
    }

    private static String shortName(@Nullable String logger) {
        return logger == null ? "" : logger.substring(logger.lastIndexOf('.') + 1);
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
