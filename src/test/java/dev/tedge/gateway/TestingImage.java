package dev.tedge.gateway;

import static org.awaitility.Awaitility.await;

import dev.tedge.testing.FreePort;
import dev.tedge.testing.ProjectedVolume;
import dev.tedge.testing.TestingIdentity.PemFiles;
import dev.tedge.testing.process.Docker;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Containers of one image, in the world of a test: on the host's network, with certificate and routes from mounted
 * directories, settings from the environment, and one volume for what they keep. {@link #close} removes containers and volume.
 */
final class TestingImage implements AutoCloseable {

    /** Long enough that the gateway has its turn on a busy machine, short enough to wait for. */
    static final String MAX_DOWN = "3s";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Where the containers, one at a time, serve their health. */
    final int managementPort = FreePort.next();

    private final TestingWorld world;
    private final String image;
    private final String volume;
    private final ProjectedVolume secret;
    private final ProjectedVolume routes;
    private final Deque<String> containers = new ArrayDeque<>();

    /** @param name of the volume, and with a number of the containers */
    TestingImage(TestingWorld world, String image, String name) throws IOException {
        this.world = world;
        this.image = image;
        this.volume = name;
        this.secret = new ProjectedVolume(world.newDirectory("mounts").resolve("secret"));
        this.routes = new ProjectedVolume(world.newDirectory("mounts").resolve("routes"));
        PemFiles files = world.device.write(world.newDirectory("pem"), "device");
        secret.write(Map.of(
                "tedge-certificate.pem", Files.readString(files.certificate()),
                "tedge-private-key.pem", Files.readString(files.key()),
                "root.pem", Files.readString(world.authority.writeAuthority(world.newDirectory("pem")))));
        world.set("aws.root_cert_path", "/etc/tedge/device-certs/root.pem");
        // The network is the host's.
        world.set("management.http.address", "127.0.0.1").set("management.http.port", Integer.toString(managementPort));
    }

    /** The route files, which containers see at once. */
    void routes(Map<String, String> files) throws IOException {
        routes.write(files);
    }

    /**
     * Starts a container that may do nothing that it does not need, and waits for its connections.
     *
     * @param options further ones of {@code docker run}
     */
    String start(String... options) throws IOException {
        String name = volume + "-" + containers.size();
        containers.push(name);
        List<String> command = new ArrayList<>(List.of("run", "--detach", "--name", name, "--network", "host"));
        command.addAll(List.of("--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL"));
        command.addAll(List.of("--security-opt", "no-new-privileges", "--memory", "256m"));
        command.addAll(List.of("--volume", volume + ":/var/lib/tedge"));
        command.addAll(List.of("--volume", secret.directory() + ":/etc/tedge/device-certs:ro"));
        command.addAll(List.of("--volume", routes.directory() + ":/etc/tedge/routes:ro"));
        command.addAll(List.of("--group-add", Integer.toString(secret.group())));
        command.addAll(List.of("--health-cmd", "tedge status --max-down " + MAX_DOWN));
        command.addAll(List.of("--health-interval", "2s", "--health-retries", "1"));
        world.environment().forEach((variable, value) -> command.addAll(List.of("--env", variable + "=" + value)));
        command.addAll(List.of(options));
        command.add(image);
        Docker.run(command);
        // The local broker keeps nothing for a client that it has never seen.
        awaitLogged(name, "local: connected to");
        awaitLogged(name, "aws: connected to");
        return name;
    }

    private static void awaitLogged(String container, String text) {
        await("'%s' in the log of %s".formatted(text, container))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> Docker.execute(List.of("logs", container)).err().contains(text));
    }

    void awaitHealth(String container, String wanted) {
        await("the container to be " + wanted)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> inspect(container, "{{.State.Health.Status}}"), wanted::equals);
    }

    static String inspect(String container, String format) {
        return Docker.run("inspect", "--format", format, container);
    }

    @Override
    public void close() {
        containers.forEach(container -> Docker.run("rm", "--force", container));
        Docker.run("volume", "rm", "--force", volume);
    }
}
