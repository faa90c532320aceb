package dev.tedge.testing.machine;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A machine with a systemd of its own, as {@code src/test/systemd/boot} makes it: this machine's programs, an empty
 * {@code /etc/systemd/system}, and a disk that keeps what is written to it over {@link #powerOff} and {@link #boot}.
 *
 * <p>Its {@code /tmp} and {@code /run} are its own, so are its processes and users. Its network is that of the host: what listens
 * on 127.0.0.1 here is reached there, and what it starts must listen on ports that are free here. It boots in about a second.
 * The test closes it; what it forgets ends with the JVM.
 */
public final class BootedMachine implements AutoCloseable {

    private static final Path SCRIPTS = Path.of("src/test/systemd");
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration TIME_FOR_A_COMMAND = Duration.ofMinutes(3);

    private final Path directory;
    private Optional<Process> process = Optional.empty();
    private int commands;

    /**
     * A machine that is switched off.
     *
     * @param directory an existing directory of its own; the disk is in it
     */
    public BootedMachine(Path directory) {
        this.directory = Objects.requireNonNull(directory, "directory");
    }

    /**
     * How a command has ended.
     *
     * @param exitCode 0 for success
     * @param out all of stdout
     * @param err all of stderr
     */
    public record Finished(int exitCode, String out, String err) {}

    /** Whether machines can be booted here; see {@link RequiresMachine}. */
    public static boolean isPossible() {
        return "root".equals(System.getProperty("user.name"))
                && Files.isExecutable(Path.of("/lib/systemd/systemd"))
                && knows("overlay")
                && knows("cgroup2");
    }

    private static boolean knows(String fileSystem) {
        try {
            return Files.readAllLines(Path.of("/proc/filesystems")).contains("nodev\t" + fileSystem);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Lays a copy of a file into the machine, which is switched off.
     *
     * @param target the absolute path inside; directories above it are made
     */
    public BootedMachine file(Path source, String target) {
        Path copy = place(target);
        try {
            Files.copy(source, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** The same with a file that consists of this text. */
    public BootedMachine text(String target, String content) {
        try {
            Files.writeString(place(target), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private Path place(String target) {
        if (process.isPresent()) {
            throw new IllegalStateException("The machine is running: write " + target + " by a command");
        }
        try {
            Path copy = directory.resolve("files").resolve(Path.of("/").relativize(Path.of(target)));
            Files.createDirectories(copy.getParent());
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Switches it on; returns when all services have been started, or have failed to. */
    public BootedMachine boot() {
        if (process.isPresent()) {
            throw new IllegalStateException("The machine is running");
        }
        try {
            // Its end is the end of the machine, whatever becomes of this JVM.
            Process booting = new ProcessBuilder(
                            SCRIPTS.resolve("boot").toAbsolutePath().toString(), directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("boot.log").toFile())
                    .start();
            process = Optional.of(booting);
            await("the machine has booted")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !booting.isAlive() || isUp());
            if (!booting.isAlive()) {
                process = Optional.empty();
                throw new IllegalStateException("The machine does not boot: " + read("boot.log") + read("log"));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isUp() {
        if (!Files.exists(directory.resolve("pid"))) {
            return false;
        }
        String state = run("systemctl", "is-system-running", "--wait").out().strip();
        return state.equals("running") || state.equals("degraded");
    }

    /**
     * Runs a command inside, as root, with empty stdin.
     *
     * @throws IllegalStateException when it takes more than three minutes; it is then killed
     */
    public Finished run(String... command) {
        return run("", List.of(command));
    }

    /** The same with this as stdin. */
    public Finished type(String input, String... command) {
        return run(input, List.of(command));
    }

    /**
     * The output of a command that must succeed.
     *
     * @throws AssertionError with all that it has written when it does not
     */
    public String succeed(String... command) {
        Finished finished = run(command);
        if (finished.exitCode() != 0) {
            throw new AssertionError("`%s` ended with %d:%n%s%s"
                    .formatted(String.join(" ", command), finished.exitCode(), finished.out(), finished.err()));
        }
        return finished.out();
    }

    private Finished run(String input, List<String> command) {
        String name = "command-" + commands++;
        List<String> line = new ArrayList<>(
                List.of(SCRIPTS.resolve("enter").toAbsolutePath().toString(), directory.toString()));
        line.addAll(command);
        try {
            Path in = Files.writeString(directory.resolve(name + ".in"), input);
            // A service that inherits a pipe would keep it open.
            Path out = directory.resolve(name + ".out");
            Path err = directory.resolve(name + ".err");
            Process running = new ProcessBuilder(line)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            awaitEnd(running, TIME_FOR_A_COMMAND, String.join(" ", command));
            return new Finished(running.exitValue(), text(out), text(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that a unit has logged since the machine was switched on, without times. */
    public String journal(String unit) {
        return succeed("journalctl", "--boot", "--no-pager", "--output=cat", "--unit=" + unit);
    }

    /** SIGKILL to the main process of a unit. */
    public void kill(String unit) {
        succeed("systemctl", "kill", "--signal=KILL", "--kill-who=main", unit);
    }

    /** Switches it off properly: services are stopped. Does nothing when it is off. */
    public void powerOff() {
        if (process.isPresent()) {
            Process running = process.orElseThrow();
            // It may be gone before the command is.
            run("systemctl", "start", "poweroff.target", "--job-mode=replace-irreversibly", "--no-block");
            awaitEnd(running, PATIENCE, "poweroff");
            process = Optional.empty();
        }
    }

    /** {@link #powerOff} and {@link #boot}. */
    public void reboot() {
        powerOff();
        boot();
    }

    /** Pulls the plug, unless it is off. */
    @Override
    public void close() {
        process.ifPresent(running -> {
            try {
                running.getOutputStream().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            awaitEnd(running, PATIENCE, "the machine");
        });
        process = Optional.empty();
    }

    private static void awaitEnd(Process process, Duration timeout, String what) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("'" + what + "' did not end within " + timeout);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the end of '" + what + "'", e);
        }
    }

    private String read(String name) throws IOException {
        Path file = directory.resolve(name);
        return Files.exists(file) ? text(file) : "";
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
