package dev.tedge.cli;

import java.util.List;
import java.util.function.Consumer;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends the logs of this JVM to stderr, from the given level on. */
final class StderrLogging implements Consumer<LogLevel> {

    /** Loggers of libraries that tell at INFO what our own lines already say, and at DEBUG far more than that. */
    private static final List<String> TALKATIVE =
            List.of("org.apache.camel", "io.netty", "javax", "jdk", "sun", "java");

    /** Calls each end of a connection an error, with a stack trace; our own line names the cause and the remedy. */
    private static final String MQTT_CLIENT = "org.eclipse.paho";

    /** Tells as warnings what the command that uses it puts into words. */
    private static final String AWS_LIBRARY = "software.amazon.awssdk";

    private final boolean times;

    /** In use from the first level on. */
    private final Handler handler = new ConsoleHandler();

    /** Held, because a logger that nobody holds is forgotten together with its level. */
    private final List<Logger> quieted;

    private final List<Logger> silenced = List.of(Logger.getLogger(MQTT_CLIENT), Logger.getLogger(AWS_LIBRARY));

    /**
     * Takes the logging over; nothing may have been logged before.
     *
     * @param times whether lines begin with the time
     */
    StderrLogging(boolean times) {
        System.setProperty("java.util.logging.manager", UntilTheEnd.class.getName());
        this.times = times;
        this.quieted = TALKATIVE.stream().map(name -> Logger.getLogger(name)).toList();
    }

    @Override
    public void accept(LogLevel level) {
        boolean debugging = level.isAtLeast(LogLevel.DEBUG);
        Logger root = Logger.getLogger("");
        for (Handler other : root.getHandlers()) {
            root.removeHandler(other);
        }
        handler.setLevel(Level.ALL);
        handler.setFormatter(new LogFormat(times, debugging));
        root.addHandler(handler);
        root.setLevel(level.level());
        quieted.forEach(logger -> logger.setLevel(quiet(level)));
        silenced.forEach(logger -> logger.setLevel(debugging ? quiet(level) : Level.OFF));
    }

    private static @Nullable Level quiet(LogLevel level) {
        return switch (level) {
            case ERROR, TRACE -> null;
            case WARN, INFO -> Level.WARNING;
            case DEBUG -> Level.INFO;
        };
    }

    /**
     * Keeps logging while the JVM shuts down. The JDK's own manager drops all handlers as soon as the shutdown begins,
     * and with them what a service says while it drains.
     */
    public static final class UntilTheEnd extends LogManager {

        @Override
        public void reset() {
            // Called by the JDK at shutdown, and before it reads a configuration file: we have none.
        }
    }
}
