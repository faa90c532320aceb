package dev.tedge.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.process.TedgeProcess;
import dev.tedge.testing.process.TedgeProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoST {

    /** Every hop of the story, in order; a time that the mapping added and the time that it took differ each time. */
    private static final List<String> HOPS = List.of(
            "aws/test-connection +→ thinedge/devices/demo-device/test-connection",
            "thinedge/devices/demo-device/test-connection +→ aws/connection-success",
            "te/device/main///m/environment +→ thinedge/demo-device/td/device:main/m/environment"
                    + " \\{\"temperature\":21\\.3,\"time\":[0-9.]+}",
            "te/device/main///e/door +→ thinedge/demo-device/td/device:main/e/door"
                    + " \\{\"text\":\"the door was opened\",\"time\":[0-9.]+}",
            "te/device/main///a/frost +→ thinedge/demo-device/td/device:main/a/frost"
                    + " \\{\"text\":\"it is freezing\",\"severity\":\"major\",\"time\":[0-9.]+}",
            "te/device/main/service/camera/status/health"
                    + " +→ thinedge/demo-device/td/device:main:service:camera/status/health"
                    + " \\{\"status\":\"up\",\"time\":[0-9.]+}",
            "aws/td/greeting +→ thinedge/demo-device/td/greeting Grüße vom Gerät",
            "thinedge/demo-device/cmd/light +→ aws/cmd/light \\{\"on\":true}",
            "\\$aws/things/demo-device/shadow/update/delta +→ aws/shadow/update/delta"
                    + " \\{\"state\":\\{\"colour\":\"green\"}}");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TedgeProgram tedge;

    DemoST(@TempDir Path configDirectory) {
        tedge = new TedgeProgram(configDirectory);
    }

    @Test
    void once_tellsTheWholeStory_andEnds() {
        try (TedgeProcess demo = tedge.start("demo", "--once")) {
            int exitCode = demo.awaitExit(PATIENCE);

            assertThat(demo.err()).isEmpty();
            List<String> hops =
                    demo.out().stream().filter(line -> line.contains("→")).toList();
            assertThat(hops).hasSameSizeAs(HOPS);
            for (int i = 0; i < HOPS.size(); i++) {
                assertThat(hops.get(i)).matches("  " + HOPS.get(i) + "   (< )?\\d+ ms");
            }
            assertThat(demo.out()).last().asString().matches("Every message arrived, [0-9.]+ s after the start\\.");
            assertThat(exitCode).isZero();
        }
    }

    @Test
    void demo_staysUp_printsWhatOthersPublish_andLeavesNothingBehind() {
        try (TedgeProcess demo = tedge.startWithStdin("demo")) {
            demo.awaitLine("type here");
            Path directory = Path.of(found(demo, "--config-dir (\\S+)"));
            assertThat(directory).isDirectory();
            try (MqttProbe sensor = MqttProbe.to(Integer.parseInt(found(demo, "mosquitto_pub -p (\\d+)")))
                    .connect()) {
                sensor.publish("te/device/main///m/yours", "{\"level\":7}");
                demo.awaitLine(
                        "  te/device/main///m/yours → thinedge/demo-device/td/device:main/m/yours {\"level\":7,");
                demo.type("[thinedge/demo-device/cmd/yours] now");
                demo.awaitLine("  thinedge/demo-device/cmd/yours → aws/cmd/yours now   ");
                sensor.publish("te/device/main///other/x", "stays");
                demo.awaitLine("  te/device/main///other/x stays   (on the device)");
            }

            assertThat(demo.terminate()).isZero();
            assertThat(demo.err()).isEmpty();
            assertThat(Files.exists(directory)).isFalse();
        }
    }

    private static String found(TedgeProcess demo, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(String.join("\n", demo.out()));
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}
