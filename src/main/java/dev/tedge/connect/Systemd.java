package dev.tedge.connect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * systemd through {@code systemctl}.
 *
 * @param systemctl the program
 * @param runtime a directory that exists while systemd is the init system, see sd_booted(3)
 */
public record Systemd(Path systemctl, Path runtime) implements ServiceManager {

    /** A service may be slow to start and to drain; systemd itself gives up after 90 s. */
    private static final long PATIENCE_SECONDS = 100;

    public Systemd {
        Objects.requireNonNull(systemctl, "systemctl");
        Objects.requireNonNull(runtime, "runtime");
    }

    /** The one of this machine. */
    public static Systemd ofMachine() {
        return new Systemd(Path.of("/bin/systemctl"), Path.of("/run/systemd/system"));
    }

    @Override
    public String name() {
        return "systemd";
    }

    /** In a container {@code systemctl --version} succeeds with nobody there to talk to. */
    @Override
    public boolean isAvailable() {
        return Files.isDirectory(runtime) && Files.isExecutable(systemctl) && succeeds("--version");
    }

    @Override
    public boolean has(String service) {
        return succeeds("cat", "--", service);
    }

    @Override
    public void enable(String service) throws IOException {
        require("start", service);
        require("enable", service);
    }

    @Override
    public void disable(String service) throws IOException {
        require("stop", service);
        require("disable", service);
    }

    private void require(String verb, String service) throws IOException {
        Answer answer = ask(verb, service);
        if (answer.exitCode() != 0) {
            throw new IOException("%s %s %s failed with exit code %d: %s"
                    .formatted(systemctl, verb, service, answer.exitCode(), answer.output()));
        }
    }

    private boolean succeeds(String... words) {
        try {
            return ask(words).exitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Answer ask(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(systemctl.toString()));
        command.addAll(List.of(words));
        Path output = Files.createTempFile("tedge-systemctl", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(
                        "%s did not end within %d s".formatted(String.join(" ", command), PATIENCE_SECONDS));
            }
            return new Answer(
                    process.exitValue(),
                    Files.readString(output, StandardCharsets.UTF_8).strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + String.join(" ", command), e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private record Answer(int exitCode, String output) {}
}
