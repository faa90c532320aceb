package dev.tedge.testing.process;

import com.github.dockerjava.api.command.InspectContainerResponse;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The official image of mosquitto, as the local broker of a device that runs containers: plain, without
 * password, without persistence. It counts as started when it accepts a client, not only when its port is
 * open.
 */
public final class MosquittoContainer extends GenericContainer<MosquittoContainer> {

    private static final DockerImageName IMAGE = DockerImageName.parse("eclipse-mosquitto:2.0");
    private static final int MQTT = 1883;

    /** Nothing is started yet. */
    public MosquittoContainer() {
        super(IMAGE);
        withExposedPorts(MQTT);
        // The image's default configuration serves only clients inside the container.
        withCommand("mosquitto", "-c", "/mosquitto-no-auth.conf");
    }

    /** The port on {@link #getHost} that leads to the broker; another one after each start. */
    public int port() {
        return getMappedPort(MQTT);
    }

    @Override
    protected void containerIsStarted(InspectContainerResponse containerInfo) {
        Awaitility.await("mosquitto in the container accepts a CONNECT")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> MqttConnectCheck.isAnswered(getHost(), port()));
    }
}
