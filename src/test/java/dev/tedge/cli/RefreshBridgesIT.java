package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefreshBridgesIT {

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
    void nothing_isToRefresh_withoutABridgeOfMosquitto() throws Exception {
        device.marker().write();

        assertThat(RefreshBridgesCommand.refresh(device.scene(TestingServices.absent())))
                .isZero();

        assertThat(device.console.err()).isEqualTo("No bridges to refresh.\n");
    }

    @Test
    void bridgeOfMosquitto_isTakenOut_andMosquittoForgetsIt() throws Exception {
        device.marker().write();
        Files.writeString(device.marker().file(), "### Bridge\nconnection edge_to_aws\n");
        TestingServices services = TestingServices.with("mosquitto").running("mosquitto");

        assertThat(RefreshBridgesCommand.refresh(device.scene(services))).isZero();

        assertThat(device.marker().isBridge()).isFalse();
        assertThat(device.marker().file()).content().startsWith("# This file is left empty");
        assertThat(services.done()).containsExactly("restart mosquitto");
        assertThat(device.console.err()).contains("Deleting mosquitto bridge", "Restarting mosquitto... ✓");
    }
}
