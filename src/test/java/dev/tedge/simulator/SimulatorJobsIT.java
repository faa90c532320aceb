package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs, seen by a device. */
class SimulatorJobsIT {

    private static final String JOBS = "$aws/things/robot-7/jobs/";

    @Test
    void device_isTold_asks_andReports() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            TestingDevice device = cloud.device().connected();
            device.subscribe(JOBS + "notify-next");

            cloud.simulator().jobs().create("reboot-1", List.of("robot-7"), "{\"operation\":\"reboot\"}");

            assertThat(device.next()).startsWith("[" + JOBS + "notify-next]").contains("\"operation\":\"reboot\"");
            device.publish(JOBS + "start-next", "{\"clientToken\":\"a\"}");
            assertThat(device.next())
                    .startsWith("[" + JOBS + "start-next/accepted]")
                    .contains("\"jobId\":\"reboot-1\"", "\"clientToken\":\"a\"");
            device.publish(JOBS + "reboot-1/update", "{\"status\":\"SUCCEEDED\"}");
            assertThat(List.of(device.next(), device.next()))
                    .anyMatch(message -> message.startsWith("[" + JOBS + "reboot-1/update/accepted]"))
                    .anyMatch(message -> message.startsWith("[" + JOBS + "notify-next]"));
            await().untilAsserted(() -> assertThat(cloud.simulator()
                            .jobs()
                            .describe("reboot-1")
                            .path("status")
                            .asText())
                    .isEqualTo("COMPLETED"));
        }
    }

    @Test
    void answer_goesOnceToWhoHasAsked_subscribedOrNot_andToNobodyElse() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            TestingDevice subscribed = cloud.device().connected();
            TestingDevice other = cloud.device("other", cloud.device).connected();
            subscribed.subscribe(JOBS + "get/accepted");
            subscribed.subscribe(JOBS + "get/+");

            other.publish(JOBS + "get", "{\"clientToken\":\"of-other\"}");
            assertThat(other.next()).contains("of-other");
            subscribed.publish(JOBS + "get", "{\"clientToken\":\"first\"}");
            subscribed.publish(JOBS + "get", "{\"clientToken\":\"second\"}");

            assertThat(subscribed.next()).contains("first");
            assertThat(subscribed.next()).contains("second");
        }
    }

    @Test
    void rejection_saysWhy_toTheDeviceAndToListeners() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            TestingDevice device = cloud.device().connected();

            device.publish(JOBS + "nothing/get", "{\"clientToken\":\"a\"}");

            assertThat(device.next())
                    .startsWith("[" + JOBS + "nothing/get/rejected]")
                    .contains("\"code\":\"ResourceNotFound\"", "\"clientToken\":\"a\"");
            assertThat(cloud.events)
                    .anyMatch(event -> event instanceof SimulatorEvent.Rejected rejected && rejected.code() == 404);
        }
    }

    @Test
    void control_tellsWhatIsWrong_alsoWhenTheSimulatorIsClosed() throws Exception {
        AwsIotSimulator closed;
        try (TestingCloud cloud = TestingCloud.permissive()) {
            closed = cloud.simulator();
            assertThatThrownBy(() -> closed.jobs().cancel("none", false))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'none'");
        }
        assertThatThrownBy(() -> closed.jobs().list()).isInstanceOf(IllegalStateException.class);
    }
}
