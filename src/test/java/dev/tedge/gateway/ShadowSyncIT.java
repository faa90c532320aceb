package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.ReceivedMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twin data of devices and their shadows on a simulated AWS. */
class ShadowSyncIT {

    private static final String MAIN = "te/device/main//";
    private static final String CHILD = "te/device/child1//";

    private TestingWorld world;
    private TestingCloud.Simulator cloud;
    private TestingShadows shadows;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localEmbedded();
        cloud = world.cloudSimulator();
        shadows = new TestingShadows(cloud);
        world.networkTo(cloud);
        world.set("aws.shadow.sync", "true");
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void twins_becomeReportedState_ofClassicAndNamedShadows() throws Exception {
        world.connectedGateway();
        MqttProbe local = world.publisher();

        local.publishRetained(MAIN + "/twin/os", "{\"name\":\"Debian\",\"version\":1.10}");
        local.publishRetained(CHILD + "/twin/interval", "10");
        local.publishRetained("te/device/child1/service/pump/twin/on", "true");

        awaitState(Optional.empty(), "{\"reported\":{\"os\":{\"name\":\"Debian\",\"version\":1.10}}}");
        awaitState(Optional.of("device:child1"), "{\"reported\":{\"interval\":10}}");
        awaitState(Optional.of("device:child1:service:pump"), "{\"reported\":{\"on\":true}}");
    }

    @Test
    void members_andFragments_thatAreGone_goFromTheShadow() throws Exception {
        world.connectedGateway();
        MqttProbe local = world.publisher();
        local.publishRetained(MAIN + "/twin/os", "{\"name\":\"Debian\",\"old\":{\"a\":1}}");
        local.publishRetained(MAIN + "/twin/other", "[1,2]");
        awaitState(Optional.empty(), "{\"reported\":{\"os\":{\"name\":\"Debian\",\"old\":{\"a\":1}},\"other\":[1,2]}}");
        shadows.update(Optional.empty(), "{\"state\":{\"reported\":{\"foreign\":1,\"os\":{\"by\":\"others\"}}}}");

        local.publishRetained(MAIN + "/twin/os", "{\"name\":\"Debian\"}");
        local.publishRetained(MAIN + "/twin/other", "");

        awaitState(Optional.empty(), "{\"reported\":{\"os\":{\"name\":\"Debian\"},\"foreign\":1}}");
    }

    @Test
    void desiredState_isRetained_untilTheDeviceReportsIt() throws Exception {
        world.connectedGateway();
        MqttProbe local = world.probe();
        local.publishRetained(CHILD + "/twin/led", "{\"colour\":\"red\",\"on\":true}");
        awaitState(Optional.of("device:child1"), "{\"reported\":{\"led\":{\"colour\":\"red\",\"on\":true}}}");

        shadows.update(
                Optional.of("device:child1"), "{\"state\":{\"desired\":{\"led\":{\"colour\":\"green\",\"on\":true}}}}");

        awaitRetained(CHILD + "/twin-desired/led", "{\"colour\":\"green\"}");
        local.publishRetained(CHILD + "/twin/led", "{\"colour\":\"green\",\"on\":true}");
        awaitRetained(CHILD + "/twin-desired/led", "");
    }

    @Test
    void whatHappensWhileNoGatewayRuns_isCaughtUpWith() throws Exception {
        Gateway first = world.connectedGateway();
        world.publisher().publish(CHILD + "/twin/a", "1");
        shadows.update(Optional.empty(), "{\"state\":{\"desired\":{\"b\":1}}}");
        awaitState(Optional.of("device:child1"), "{\"reported\":{\"a\":1}}");
        awaitRetained(MAIN + "/twin-desired/b", "1");
        first.close();

        shadows.update(Optional.of("device:child1"), "{\"state\":{\"reported\":{\"a\":7},\"desired\":{\"c\":2}}}");
        shadows.update(Optional.empty(), "{\"state\":{\"desired\":{\"b\":null}}}");
        world.connectedGateway();

        awaitState(Optional.of("device:child1"), "{\"desired\":{\"c\":2},\"reported\":{\"a\":1},\"delta\":{\"c\":2}}");
        awaitRetained(CHILD + "/twin-desired/c", "2");
    }

    @Test
    void whatAwsWouldNotTake_isReported_andTheRestGoesOn() throws Exception {
        world.connectedGateway();
        MqttProbe local = world.probe();

        local.publish("te/device/a b//" + "/twin/x", "1");
        local.publish(MAIN + "/twin/broken", "{");
        local.publish(MAIN + "/twin/big", "\"" + "x".repeat(9_000) + "\"");
        local.publish(MAIN + "/twin/deep", "{\"a\":".repeat(8) + "1" + "}".repeat(8));
        local.publish(MAIN + "/twin/nulls", "[null]");
        // Deeper than the simulator takes, which is stricter than AWS.
        local.publish(MAIN + "/twin/refused", "{\"a\":".repeat(6) + "1" + "}".repeat(6));
        local.publish(MAIN + "/twin/good", "1");

        awaitState(Optional.empty(), "{\"reported\":{\"good\":1}}");
        awaitReported(local, "Twin data of 'device/a b//' is left out: its shadow would be named 'device:a b'");
        for (String fragment : new String[] {"broken", "big", "deep", "nulls", "refused"}) {
            awaitReported(local, "Twin fragment '%s' of 'device/main//' is left out of its shadow".formatted(fragment));
        }
    }

    @Test
    void aDeletedShadow_comesBack_withWhatTheDevicesSay() throws Exception {
        world.connectedGateway();
        world.publisher().publishRetained(CHILD + "/twin/a", "1");
        awaitState(Optional.of("device:child1"), "{\"reported\":{\"a\":1}}");
        shadows.update(Optional.of("device:child1"), "{\"state\":{\"desired\":{\"b\":1}}}");
        awaitRetained(CHILD + "/twin-desired/b", "1");

        shadows.delete(Optional.of("device:child1"));

        awaitState(Optional.of("device:child1"), "{\"reported\":{\"a\":1}}");
        awaitRetained(CHILD + "/twin-desired/b", "");
    }

    @Test
    void theFile_isForTheOwnerOnly_andIsPutAsideWhenItIsDamaged() throws Exception {
        Gateway first = world.connectedGateway();
        world.publisher().publishRetained(CHILD + "/twin/a", "1");
        awaitState(Optional.of("device:child1"), "{\"reported\":{\"a\":1}}");
        Path file = world.settings().state().resolve("shadows.json");
        first.close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.writeString(file, "{\"format\":1,");

        world.connectedGateway();
        MqttProbe local = world.probe();

        local.publishRetained(CHILD + "/twin/a", "2");
        awaitState(Optional.of("device:child1"), "{\"reported\":{\"a\":2}}");
        assertThat(file.resolveSibling("shadows.json.damaged")).hasContent("{\"format\":1,");
    }

    @Test
    void rawRequests_areAnsweredAsBefore() throws Exception {
        world.connectedGateway();
        MqttProbe local = world.probe();

        local.publish("aws/shadow/update", "{\"state\":{\"desired\":{\"x\":1}},\"clientToken\":\"mine\"}");

        assertThat(local.await("aws/shadow/update/accepted").text()).contains("\"clientToken\":\"mine\"");
        awaitRetained(MAIN + "/twin-desired/x", "1");
    }

    @Test
    void nothingIsAsked_whenItIsOff() throws Exception {
        world.set("aws.shadow.sync", "false");
        world.connectedGateway();
        MqttProbe local = world.probe();

        local.publishRetained(MAIN + "/twin/a", "1");
        local.publish(MAIN + "/m/last", "{\"x\":1}");

        await().until(() -> cloud.seen().stream().anyMatch(seen -> seen.topic().endsWith("/m/last")));
        assertThat(cloud.seen()).noneMatch(seen -> seen.topic().contains("/shadow/"));
    }

    private void awaitState(Optional<String> shadow, String state) {
        JsonNode expected = TestingShadows.read(state);
        await("shadow " + shadow.orElse("classic"))
                .untilAsserted(() -> assertThat(shadows.state(shadow)).isEqualTo(expected));
    }

    private void awaitRetained(String topic, String payload) {
        await("retained on " + topic).untilAsserted(() -> {
            try (MqttProbe late = world.publisher().subscribe(topic, "marker")) {
                // What is retained comes first.
                late.publish("marker", "");
                late.await("marker");
                Optional<String> retained =
                        late.messages().stream().map(ReceivedMessage::text).findFirst();
                assertThat(retained.orElse("")).isEqualTo(payload);
            }
        });
    }

    private static void awaitReported(MqttProbe local, String begin) {
        await(begin)
                .until(() -> local.messages().stream()
                        .anyMatch(message -> message.topic().equals("te/errors")
                                && message.text().startsWith(begin)));
    }
}
