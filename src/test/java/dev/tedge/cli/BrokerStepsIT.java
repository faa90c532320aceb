package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.connect.Listening;
import dev.tedge.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps for an external local broker; a socket that listens stands in for it. */
class BrokerStepsIT {

    private TestingConnect device;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        device = new TestingConnect(directory);
        at(device.broker.port());
    }

    @AfterEach
    void stop() {
        device.close();
    }

    @Test
    void broker_thatRuns_isLeftAlone_andStartedAtBoot() {
        TestingServices services = TestingServices.with("mosquitto").running("mosquitto");

        assertThat(ready(services)).isTrue();

        assertThat(services.done()).containsExactly("enable mosquitto");
        assertThat(device.console.err()).isEqualTo("Waiting for mosquitto to be listening for connections... ✓\n");
    }

    @Test
    void broker_isStarted_whenNobodyListens() throws IOException {
        int port = FreePort.next();
        at(port);
        TestingServices services = TestingServices.with("mosquitto")
                .onStart(() -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));

        assertThat(ready(services)).isTrue();

        assertThat(services.done()).containsExactly("start mosquitto", "enable mosquitto");
        assertThat(device.console.err())
                .isEqualTo("Starting mosquitto... ✓\nWaiting for mosquitto to be listening for connections... ✓\n");
        services.close();
    }

    @Test
    void anotherBroker_isNoneOfOurBusiness() {
        TestingServices services = TestingServices.with("mosquitto");

        assertThat(ready(services)).isTrue();

        assertThat(services.done()).isEmpty();
        assertThat(device.console.err()).isEmpty();
    }

    @Test
    void brokerOfAnotherHost_isNoneOfOurBusiness() {
        device.set("TEDGE_MQTT_CLIENT_HOST", "192.0.2.1");
        TestingServices services = TestingServices.with("mosquitto");

        assertThat(ready(services)).isTrue();

        assertThat(services.done()).isEmpty();
    }

    @Test
    void failure_isTold_beforeAnythingIsWritten() throws Exception {
        at(FreePort.next());

        assertThat(device.steps(TestingServices.withBroken("mosquitto")).connect(true))
                .isEqualTo(1);

        assertThat(device.marker().exists()).isFalse();
        assertThat(device.console.err()).endsWith("✓\nStarting mosquitto... ✗\nerror: Access denied\n");
    }

    @Test
    void refusedConnection_isNotSuccess() throws Exception {
        Listening nobody = new Listening("127.0.0.1", FreePort.next());

        assertThat(nobody.now()).isFalse();
        assertThat(nobody.within(Duration.ofMillis(300))).isEqualTo(Optional.of("Connection refused"));
        assertThat(nobody.isHere()).isTrue();
        assertThat(new Listening("192.0.2.1", 1883).isHere()).isFalse();
    }

    private void at(int port) {
        device.set("TEDGE_MQTT_CLIENT_PORT", Integer.toString(port));
    }

    private boolean ready(TestingServices services) {
        return new BrokerSteps(device.scene(services)).ready();
    }
}
