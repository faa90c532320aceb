package dev.tedge.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Help.Ansi;

/**
 * Everything by which the command line touches the world outside, so that tests can run it beside others.
 *
 * @param out for results
 * @param err for everything else
 * @param bytes the same place as {@code out}, for results that are no text
 * @param in what is typed or piped in
 * @param environment the variables
 * @param terminal whether people look at it: colours, layout
 * @param clock for validity
 * @param logging starts it, from a level on
 */
record Console(
        PrintWriter out,
        PrintWriter err,
        OutputStream bytes,
        InputStream in,
        Map<String, String> environment,
        boolean terminal,
        Clock clock,
        Consumer<LogLevel> logging) {

    Console {
        environment = Map.copyOf(environment);
    }

    /** The one of this process. */
    static Console ofProcess() {
        Map<String, String> environment = System.getenv();
        return new Console(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                new FileOutputStream(FileDescriptor.out),
                System.in,
                environment,
                atTerminal(),
                Clock.systemUTC(),
                // The journal of systemd brings its own time.
                new StderrLogging(!environment.containsKey("INVOCATION_ID")));
    }

    /** Tells of something doubtful that does not stop the command. */
    void warn(String message) {
        err.println("warning: " + message);
    }

    /** Colours on a terminal, unless NO_COLOR (no-color.org) is set. */
    Ansi ansi() {
        String noColor = environment.getOrDefault("NO_COLOR", "");
        return terminal && noColor.isEmpty() ? Ansi.ON : Ansi.OFF;
    }

    /** Since JDK 22 there is always a console, and it says itself whether it is a terminal. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean atTerminal() {
        java.io.Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException olderJdk) {
            return true;
        } catch (ReflectiveOperationException unknown) {
            return false;
        }
    }

    /** UTF-8 whatever the locale: device names and payloads must not become question marks. */
    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
