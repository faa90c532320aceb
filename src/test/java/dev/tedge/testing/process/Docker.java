package dev.tedge.testing.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The program {@code docker}, for what a reader of the documentation types. */
public final class Docker {

    private Docker() {}

    /** Whether it is installed and has a daemon. */
    public static boolean isThere() {
        try {
            return execute(List.of("version")).exitCode() == 0;
        } catch (UncheckedIOException notInstalled) {
            return false;
        }
    }

    /** Whether {@code docker-compose} is installed. */
    public static boolean hasCompose() {
        try {
            return execute(new ProcessBuilder("docker-compose", "version")).exitCode() == 0;
        } catch (UncheckedIOException notInstalled) {
            return false;
        }
    }

    /**
     * How a command has ended.
     *
     * @param out stdout without white space around it
     * @param err stderr
     */
    public record Finished(int exitCode, String out, String err) {}

    /**
     * Runs a command to its end.
     *
     * @return what it has printed on stdout, without white space around it
     * @throws IllegalStateException when it ends with another code than 0; the message has what it has printed
     */
    public static String run(String... arguments) {
        return run(List.of(arguments));
    }

    /** As {@link #run(String...)}. */
    public static String run(List<String> arguments) {
        Finished finished = execute(arguments);
        if (finished.exitCode() != 0) {
            throw new IllegalStateException("docker %s has ended with %d: %s%s"
                    .formatted(String.join(" ", arguments), finished.exitCode(), finished.out(), finished.err()));
        }
        return finished.out();
    }

    /** Runs a command to its end, whatever that is. */
    public static Finished execute(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(arguments);
        return execute(new ProcessBuilder(command));
    }

    /**
     * Runs {@code docker-compose}.
     *
     * @param directory where the files are
     * @param environment for the variables in them
     */
    public static Finished compose(Path directory, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("docker-compose"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        return execute(builder);
    }

    private static Finished execute(ProcessBuilder builder) {
        try {
            Process process = ChildProcesses.start(builder);
            process.getOutputStream().close();
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            String out = text(process.getInputStream()).strip();
            return new Finished(process.waitFor(), out, err.join());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not run " + builder.command(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while running " + builder.command(), e);
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
