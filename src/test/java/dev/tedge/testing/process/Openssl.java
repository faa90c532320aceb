package dev.tedge.testing.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program {@code openssl} of this machine, as a judge of keys and certificates. */
public final class Openssl {

    private Openssl() {}

    /** Runs it with arguments that are separated by spaces. */
    public static String run(Path directory, String arguments) {
        return run(directory, arguments.split(" "));
    }

    /**
     * Runs it.
     *
     * @param directory in which file names are meant
     * @return what it printed, on stdout and stderr
     * @throws IllegalStateException when it is not installed, or exits with another code than 0; the message has the output
     */
    public static String run(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.onExit().join().exitValue();
            if (code != 0) {
                throw new IllegalStateException("%s has ended with %d: %s".formatted(command, code, output));
            }
            return output;
        } catch (IOException broken) {
            throw new UncheckedIOException("Could not run " + command, broken);
        }
    }
}
