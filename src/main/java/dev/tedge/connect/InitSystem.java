package dev.tedge.connect;

import dev.tedge.config.ServiceCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A service manager by the command lines that {@code system.toml} gives for it: systemd, OpenRC, or any other.
 *
 * @param commands what to run
 * @param booted a directory that exists while systemd is the init system, see sd_booted(3)
 * @param patience how long a command may take
 */
public record InitSystem(ServiceCommands commands, Path booted, Duration patience) implements ServiceManager {

    /** A service may be slow to start and to drain; systemd itself gives up after 90 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    /** More than a person reads, and enough for the reason. */
    private static final int LONGEST_OUTPUT = 2_000;

    private static final String SYSTEMCTL = "systemctl";

    public InitSystem {
        Objects.requireNonNull(commands, "commands");
        Objects.requireNonNull(booted, "booted");
        Objects.requireNonNull(patience, "patience");
    }

    /** The one of this machine. */
    public static InitSystem ofMachine(ServiceCommands commands) {
        return new InitSystem(commands, Path.of("/run/systemd/system"), PATIENCE);
    }

    @Override
    public String name() {
        return commands.name();
    }

    /** In a container {@code systemctl --version} succeeds with nobody there to talk to. */
    @Override
    public boolean isAvailable() {
        boolean absent = commands.equals(ServiceCommands.SYSTEMD) && !Files.isDirectory(booted);
        return !absent && succeeds(commands.isAvailable());
    }

    /** There is no command for it in {@code system.toml}; of systemd it is known. */
    @Override
    public boolean has(String service) {
        String program = commands.isActive().get(0);
        return !Path.of(program).endsWith(SYSTEMCTL) || succeeds(List.of(program, "cat", "--", service));
    }

    @Override
    public boolean isActive(String service) {
        return succeeds(ServiceCommands.about(service, commands.isActive()));
    }

    @Override
    public void start(String service) throws IOException {
        require(service, commands.start());
    }

    @Override
    public void restart(String service) throws IOException {
        require(service, commands.restart());
    }

    @Override
    public void stop(String service) throws IOException {
        require(service, commands.stop());
    }

    @Override
    public void enable(String service) throws IOException {
        require(service, commands.enable());
    }

    @Override
    public void disable(String service) throws IOException {
        require(service, commands.disable());
    }

    private void require(String service, List<String> template) throws IOException {
        List<String> command = ServiceCommands.about(service, template);
        Answer answer = ask(command);
        if (answer.exitCode() != 0) {
            throw new IOException("`%s` failed with exit code %d: %s"
                    .formatted(String.join(" ", command), answer.exitCode(), answer.inWords()));
        }
    }

    private boolean succeeds(List<String> command) {
        try {
            return ask(command).exitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The output goes to a file: a service that inherits a pipe would keep it open. */
    private Answer ask(List<String> command) throws IOException {
        Path output = Files.createTempFile("tedge-services", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException(
                        "`%s` did not end within %d s".formatted(String.join(" ", command), patience.toSeconds()));
            }
            return new Answer(process.exitValue(), text(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for `%s`".formatted(String.join(" ", command)), e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** Whatever bytes a program prints, in one line. */
    private static String text(Path output) throws IOException {
        String all = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        String line = all.strip().replaceAll("\\s*\\R\\s*", "; ");
        return line.length() > LONGEST_OUTPUT ? line.substring(0, LONGEST_OUTPUT) + "…" : line;
    }

    private record Answer(int exitCode, String output) {

        String inWords() {
            return output.isEmpty() ? "it does not say why" : output;
        }
    }
}
