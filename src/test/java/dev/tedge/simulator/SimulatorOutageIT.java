package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import dev.tedge.mqttserver.ReasonCode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions, outages and restarts. */
class SimulatorOutageIT {

    private static final String COMMANDS = "thinedge/robot-7/cmd/#";

    @Test
    void session_keepsSubscriptionsAndMessages_whileTheDeviceIsAway() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice device = cloud.device();
            assertThat(device.connectToSession(60).isSessionPresent()).isFalse();
            device.subscribe(COMMANDS);
            device.client.disconnect();

            cloud.simulator().publish("thinedge/robot-7/cmd/1", "a");
            cloud.simulator().publish("thinedge/robot-7/cmd/2", "b");

            assertThat(device.connectToSession(60).isSessionPresent()).isTrue();
            assertThat(List.of(device.next(), device.next()))
                    .containsExactly("[thinedge/robot-7/cmd/1] a", "[thinedge/robot-7/cmd/2] b");
        }
    }

    @Test
    void session_endsWithTheConnection_withoutExpiry() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice device = cloud.device();
            device.connectToSession(0);
            device.client.disconnect();

            assertThat(device.connectToSession(0).isSessionPresent()).isFalse();
        }
    }

    @Test
    void suspension_keepsSessions_andLetsNobodyIn() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice device = cloud.device();
            device.connectToSession(60);
            device.subscribe(COMMANDS);

            cloud.simulator().suspend();
            assertThat(device.disconnectCode()).isEqualTo(ReasonCode.SERVER_SHUTTING_DOWN);
            assertThatThrownBy(() -> device.connectToSession(60)).isInstanceOf(ConnectionClosedException.class);
            assertThat(cloud.simulator().connections()).isZero();
            cloud.simulator().publish("thinedge/robot-7/cmd/1", "a");

            cloud.simulator().resume();
            assertThat(device.connectToSession(60).isSessionPresent()).isTrue();
            assertThat(device.next()).isEqualTo("[thinedge/robot-7/cmd/1] a");
        }
    }

    @Test
    void disconnectAll_tellsTheReason() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice device = cloud.device().connected();

            cloud.simulator().disconnectAll(ReasonCode.ADMINISTRATIVE_ACTION);

            assertThat(device.disconnectCode()).isEqualTo(ReasonCode.ADMINISTRATIVE_ACTION);
        }
    }

    @Test
    void simulator_startsAgainOnItsPort_withoutSessions() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice device = cloud.device();
            device.connectToSession(60);

            int port = cloud.simulator().port();
            cloud.restart();

            assertThat(cloud.simulator().port()).isEqualTo(port);
            assertThat(device.disconnectCode()).isEqualTo(ReasonCode.SERVER_SHUTTING_DOWN);
            assertThat(device.connectToSession(60).isSessionPresent()).isFalse();
        }
    }

    @Test
    void port_isClosed_afterClose() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice device = cloud.device();

            cloud.simulator().close();
            cloud.simulator().close();

            assertThatThrownBy(device::connected).isInstanceOf(ConnectionFailedException.class);
        }
    }

    @Test
    void start_fails_whenThePortIsTaken() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            assertThatThrownBy(cloud.builder.port(cloud.simulator().port())::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(String.valueOf(cloud.simulator().port()));
        }
    }

    @Test
    void cloud_refusesWhatAwsHasNot() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            assertThatThrownBy(() -> cloud.simulator().publish("a/b/c/d/e/f/g/h/i", ""))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("8 slashes");
            assertThatThrownBy(() -> cloud.simulator().publish("a", "x".repeat(131_073)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("131073 bytes");
        }
    }
}
