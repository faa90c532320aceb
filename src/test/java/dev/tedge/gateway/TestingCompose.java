package dev.tedge.gateway;

import static org.awaitility.Awaitility.await;

import dev.tedge.testing.FreePort;
import dev.tedge.testing.process.Docker;
import dev.tedge.testing.process.Docker.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The containers of {@code deploy/compose.yaml} with a simulated AWS, in a copy of the files. {@link #close} removes the
 * containers with all that they have kept.
 */
final class TestingCompose implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> FILES = List.of("compose.yaml", "compose.simulator.yaml");

    /** Where devices of the host reach the broker. */
    final int port = FreePort.next();

    private final Path directory;
    private final String image;

    /** @param directory is made */
    TestingCompose(Path directory, String image) throws IOException {
        this.directory = directory;
        this.image = image;
        Files.createDirectories(directory.resolve("mosquitto"));
        for (String file :
                List.of("compose.yaml", "compose.simulator.yaml", "mosquitto/container.conf", "mosquitto/tedge.conf")) {
            Files.copy(Path.of("deploy", file), directory.resolve(file));
        }
        // For a user of the container, who is nobody here.
        Path certificates = Files.createDirectory(directory.resolve("device-certs"));
        Files.setPosixFilePermissions(certificates, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createDirectory(directory.resolve("routes"));
        Docker.run(
                "run",
                "--rm",
                "--network",
                "none",
                "--volume",
                certificates + ":/etc/tedge/device-certs",
                image,
                "cert",
                "create",
                "--device-id",
                "my-device");
    }

    /** Starts all and waits until both connections are there. */
    void up() {
        run("up", "--detach", "--no-build");
        awaitLogged("gateway", "local: connected to mosquitto:1883");
        awaitLogged("gateway", "aws: connected to");
    }

    /** Waits for a line of a container. */
    void awaitLogged(String service, String text) {
        await("'%s' in the log of %s".formatted(text, service))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> log(service).contains(text));
    }

    /** Ends all in good order. */
    void stop() {
        run("stop", "--timeout", "20");
    }

    /** All that a container has written. */
    String log(String service) {
        return run("logs", "--no-color", service);
    }

    private String run(String... arguments) {
        List<String> all = new ArrayList<>();
        FILES.forEach(file -> all.addAll(List.of("--file", file)));
        all.addAll(List.of(arguments));
        Finished finished = Docker.compose(
                directory,
                Map.of("TEDGE_AWS_URL", "localhost", "TEDGE_IMAGE", image, "MQTT_PORT", Integer.toString(port)),
                all);
        if (finished.exitCode() != 0) {
            throw new IllegalStateException("docker-compose %s: %s%s".formatted(all, finished.out(), finished.err()));
        }
        return finished.out();
    }

    @Override
    public void close() {
        run("down", "--volumes");
    }
}
