package dev.tedge.testing.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The packaged program {@code tedge}, as a user has it: {@code java -jar tedge.jar …} with a configuration
 * directory of its own, given by the variable {@code TEDGE_CONFIG_DIR}.
 *
 * <p>The jar is the system property {@code tedge.jar}. The JVM is that of the test, or the program in the
 * system property {@code tedge.java}, so that the same tests show the jar on another JDK.
 */
public final class TedgeProgram {

    private static final Duration TIME_FOR_A_COMMAND = Duration.ofSeconds(60);

    private final Path configDirectory;
    private final String name;

    /**
     * Nothing is started yet.
     *
     * @param configDirectory an existing directory; commands read and write it
     */
    public TedgeProgram(Path configDirectory) {
        this(configDirectory, "tedge");
    }

    private TedgeProgram(Path configDirectory, String name) {
        this.configDirectory = Objects.requireNonNull(configDirectory, "configDirectory");
        this.name = Objects.requireNonNull(name, "name");
    }

    /** The same, called by another name, as a launcher would through a link. */
    public TedgeProgram calledAs(String otherName) {
        return new TedgeProgram(configDirectory, otherName);
    }

    /**
     * How a command has ended.
     *
     * @param exitCode 0 for success
     * @param out all of stdout, lines ended by {@code \n}
     * @param err all of stderr, lines ended by {@code \n}
     */
    public record Finished(int exitCode, String out, String err) {}

    /** The directory that was given. */
    public Path configDirectory() {
        return configDirectory;
    }

    /**
     * Runs a command to its end, with empty stdin.
     *
     * @param args as after {@code tedge}
     * @throws IllegalStateException when it takes more than a minute; it is then killed
     */
    public Finished run(String... args) {
        try (TedgeProcess process = start(args)) {
            int exitCode = process.awaitExit(TIME_FOR_A_COMMAND);
            return new Finished(exitCode, joined(process.out()), joined(process.err()));
        }
    }

    /** Starts a command that stays, such as {@code run aws}; the caller closes it. */
    public TedgeProcess start(String... args) {
        return launch(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()), args);
    }

    /** The same with a stdin for {@link TedgeProcess#type}. */
    public TedgeProcess startWithStdin(String... args) {
        return launch(ProcessBuilder.Redirect.PIPE, args);
    }

    private TedgeProcess launch(ProcessBuilder.Redirect stdin, String... args) {
        // Without the counters that the JVM keeps in a file, which are writes to the disk that are not the program's.
        List<String> command = new ArrayList<>(commandLine());
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(stdin);
        // Nothing of the caller's own environment shall steer the program, nor add lines to its output.
        builder.environment().keySet().removeIf(name -> name.startsWith("TEDGE_") || name.contains("JAVA_"));
        builder.environment().put("TEDGE_CONFIG_DIR", configDirectory.toString());
        try {
            return new TedgeProcess(String.join(" ", args), ChildProcesses.start(builder));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start " + command, e);
        }
    }

    /** What starts the program; the arguments follow. */
    public List<String> commandLine() {
        return List.of(java().toString(), "-XX:-UsePerfData", "-Dtedge.program=" + name, "-jar", jar().toString());
    }

    private static String joined(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    static Path java() {
        return Optional.ofNullable(System.getProperty("tedge.java"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    static Path jar() {
        return Optional.ofNullable(System.getProperty("tedge.jar"))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .orElseThrow(() -> new IllegalStateException("The system property tedge.jar names no file: "
                        + System.getProperty("tedge.jar") + "; build it with mvn package"));
    }
}
