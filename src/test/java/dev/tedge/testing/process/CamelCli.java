package dev.tedge.testing.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/** The Camel CLI as a process of its own, with the packaged program's jar among its files and a home directory of its own. */
public final class CamelCli {

    private static final Path MEANS = Path.of("src/test/camel-run");
    private static final Duration TIME_FOR_A_COMMAND = Duration.ofSeconds(60);

    private final Path directory;
    private final Path configDirectory;

    private CamelCli(Path directory, Path configDirectory) {
        this.directory = directory;
        this.configDirectory = configDirectory;
    }

    /**
     * Gathers it with Maven, as the README tells it.
     *
     * @param directory empty; also the home directory and the working directory of what is started
     * @param configDirectory of the gateway
     */
    public static CamelCli gather(Path directory, Path configDirectory) throws IOException, InterruptedException {
        for (String file : List.of("pom.xml", "Camel.java")) {
            Files.copy(MEANS.resolve(file), directory.resolve(file));
        }
        Path output = directory.resolve("maven.txt");
        Process maven =
                ChildProcesses.start(new ProcessBuilder("mvn", "-q", "-B", "-f", directory.toString(), "package")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile()));
        if (maven.waitFor() != 0) {
            throw new IllegalStateException("The Camel CLI can't be gathered: " + Files.readString(output));
        }
        return new CamelCli(directory, configDirectory);
    }

    /** The same with another configuration of the gateway. */
    public CamelCli with(Path otherConfigDirectory) {
        return new CamelCli(directory, otherConfigDirectory);
    }

    /** Runs route files, on and on; the caller closes it. */
    public TedgeProcess run(Path routes, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("run"));
        try (var files = Files.list(routes)) {
            files.map(Path::toString).sorted().forEach(words::add);
        }
        words.add(TedgeProgram.jar().toString());
        words.addAll(List.of("--name=tedge", "--download=false", "--logging-color=false"));
        words.addAll(Arrays.asList(options));
        return start(words);
    }

    /** What another command says. */
    public String say(String... words) {
        try (TedgeProcess process = start(List.of(words))) {
            process.awaitExit(TIME_FOR_A_COMMAND);
            return String.join("\n", process.out());
        }
    }

    /**
     * Types a line into a shell in a directory with links to the project's; the caller closes it.
     *
     * @param line begins with {@code camel}
     */
    public TedgeProcess type(String line) throws IOException {
        // The CLI leaves files where it is started.
        Path project = Files.createDirectory(directory.resolve("project"));
        Files.createSymbolicLink(project.resolve("src"), Path.of("src").toAbsolutePath());
        Files.createSymbolicLink(
                project.resolve("target"), TedgeProgram.jar().toAbsolutePath().getParent());
        String program = program().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        String script = line.replaceFirst("^camel ", Matcher.quoteReplacement("exec " + program + " "));
        return start(line, List.of("sh", "-c", script), project);
    }

    private TedgeProcess start(List<String> words) {
        List<String> command = new ArrayList<>(program());
        command.addAll(words);
        return start("camel " + words.get(0), command, directory);
    }

    private List<String> program() {
        return List.of(
                TedgeProgram.java().toString(),
                "-Duser.home=" + directory,
                "-Dmaven.repo.local=" + repository(),
                "-cp",
                directory.resolve("target/lib") + "/*",
                directory.resolve("Camel.java").toString());
    }

    private TedgeProcess start(String name, List<String> command, Path workingDirectory) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("TEDGE_") || key.contains("JAVA_"));
        builder.environment().put("TEDGE_CONFIG_DIR", configDirectory.toString());
        try {
            return new TedgeProcess(name, ChildProcesses.start(builder));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start " + command, e);
        }
    }

    /** Where Maven has put what it has gathered. */
    private static Path repository() {
        return Optional.ofNullable(System.getProperty("maven.repo.local"))
                .map(Path::of)
                .orElseGet(() -> Path.of(Objects.requireNonNull(System.getProperty("user.home")), ".m2", "repository"));
    }
}
