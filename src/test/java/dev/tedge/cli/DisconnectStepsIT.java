package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisconnectStepsIT {

    private TestingConnect device;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        device = new TestingConnect(directory);
    }

    @AfterEach
    void stop() {
        device.close();
    }

    @Test
    void disconnect_stopsTheService() throws Exception {
        device.marker().write();
        TestingServices services = TestingServices.withService();

        assertThat(disconnect(services)).isZero();

        assertThat(services.done()).containsExactly("stop tedge-mapper-aws", "disable tedge-mapper-aws");
        assertThat(device.marker().exists()).isFalse();
        assertThat(device.console.err())
                .isEqualTo("Disabling tedge-mapper-aws... ✓\nRemoving bridge config file... ✓\n");
    }

    @Test
    void disconnect_doesNothing_whenNotConnected() {
        TestingServices services = TestingServices.withService();

        assertThat(disconnect(services)).isZero();

        assertThat(services.done()).isEmpty();
        assertThat(device.console.out()).isEqualTo("Bridge doesn't exist. Device is already disconnected from Aws.\n");
    }

    @Test
    void disconnect_saysThatAGatewayMayRun_withoutServiceManager() throws Exception {
        device.profile("p").marker().write();

        assertThat(disconnect(TestingServices.absent())).isZero();

        assertThat(device.marker().exists()).isFalse();
        assertThat(device.console.out())
                .contains(
                        "Service manager 'systemd' is not available, skipping stopping/disabling of tedge components.\n",
                        "`tedge run aws --profile p`");
    }

    @Test
    void disconnect_fails_whenTheServiceDoesNotStop() throws Exception {
        device.marker().write();

        assertThat(disconnect(TestingServices.withBrokenService())).isEqualTo(1);

        assertThat(device.console.err()).endsWith("Disabling tedge-mapper-aws... ✗\nerror: Access denied\n");
    }

    @Test
    void disconnect_canBeRepeated_whenTheServiceDidNotStop() throws Exception {
        device.marker().write();
        TestingServices services =
                TestingServices.withService().running("tedge-mapper-aws").failing("stop tedge-mapper-aws");
        assertThat(disconnect(services)).isEqualTo(1);
        assertThat(device.marker().exists()).isTrue();

        assertThat(disconnect(services.failing())).isZero();

        assertThat(services.isActive("tedge-mapper-aws")).isFalse();
        assertThat(device.marker().exists()).isFalse();
    }

    @Test
    void disconnect_stopsAServiceThatRuns_withoutARecord() {
        TestingServices services = TestingServices.withService().running("tedge-mapper-aws");

        assertThat(disconnect(services)).isZero();

        assertThat(services.done()).containsExactly("stop tedge-mapper-aws", "disable tedge-mapper-aws");
        assertThat(device.console.out()).isEmpty();
        assertThat(device.console.err()).isEqualTo("Disabling tedge-mapper-aws... ✓\n");
    }

    private int disconnect(TestingServices services) {
        return new DisconnectSteps(device.scene(services)).disconnect();
    }
}
