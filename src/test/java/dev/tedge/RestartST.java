package dev.tedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.testing.FreePort;
import dev.tedge.testing.machine.BootedMachine;
import dev.tedge.testing.machine.Installation;
import dev.tedge.testing.machine.RequiresMachine;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that ends again and again, as systemd starts it. */
@RequiresMachine
class RestartST {

    private static final String SERVICE = "tedge-mapper-aws@site";
    private static final String JAR = "/usr/lib/tedge/tedge.jar";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern PAUSE = Pattern.compile(
            "^\\[ *([0-9.]+)\\].*failures in a row: (\\d+); the next start is in (\\d+) s, or at once by");

    private BootedMachine machine;

    @BeforeEach
    void begin(@TempDir Path directory) {
        machine = Installation.into(new BootedMachine(directory)).boot();
        machine.succeed("sh", "-c", "rm -rf /etc/tedge /var/lib/tedge /etc/systemd/system/*.wants/tedge*");
        Installation.complete(machine);
        machine.succeed("tedge", "cert", "create", "--device-id", "dev-1");
        set("mqtt.broker.embedded", "true");
        set("mqtt.client.port", Integer.toString(FreePort.next()));
        Map.of("aws.url", "127.0.0.1", "aws.mqtt.port", "1", "aws.bridge.topic_prefix", "aws-site")
                .forEach((key, value) -> machine.succeed("tedge", "config", "set", key, value, "--profile", "site"));
    }

    @AfterEach
    void end() {
        machine.close();
    }

    @Test
    void pauseGrows_untilItIsCured_andNotAfterARestartByHand() {
        machine.succeed("systemctl", "start", SERVICE);
        machine.kill(SERVICE);
        awaitServing();
        assertThat(pauses()).extracting(Pause::seconds).containsExactly(1);

        machine.succeed("systemctl", "restart", SERVICE);
        assertThat(property("ActiveState")).isEqualTo("active");
        assertThat(pauses()).as("none more").hasSize(1);

        breakIt();
        machine.kill(SERVICE);
        await("four pauses more").atMost(PATIENCE).until(() -> pauses().size() == 5);
        List<Pause> row = pauses().subList(1, 5);
        assertThat(row).extracting(Pause::failures).containsExactly(1, 2, 3, 4);
        assertThat(row).extracting(Pause::seconds).containsExactly(1, 2, 4, 8);
        for (int number = 0; number < 3; number++) {
            assertThat(row.get(number + 1).begin().subtract(row.get(number).begin()))
                    .isGreaterThanOrEqualTo(BigDecimal.valueOf(row.get(number).seconds()));
        }

        assertThat(property("StatusText")).startsWith("failures in a row: 4; the next start is in 8 s");
        assertThat(property("SubState")).isEqualTo("start-pre");
        assertThat(machine.run("systemctl", "restart", SERVICE).exitCode()).isNotZero();
        await("a row of its own").atMost(PATIENCE).until(() -> pauses().size() == 6);
        assertThat(pauses().get(5).failures()).isEqualTo(1);

        cure();
        awaitServing();
    }

    @Test
    void stop_isObeyed_whileItWaits_andTheNextStartIsAtOnce() {
        breakIt();
        assertThat(machine.run("systemctl", "start", SERVICE).exitCode()).isNotZero();
        await("a pause of 16 s")
                .atMost(PATIENCE)
                .until(() -> pauses().stream().anyMatch(pause -> pause.seconds() == 16));
        machine.succeed("systemctl", "stop", SERVICE);

        assertThat(property("ActiveState")).isEqualTo("inactive");
        assertThat(property("Result")).isEqualTo("success");
        int before = pauses().size();
        assertThat(machine.journal(SERVICE).split("corrupt jarfile", -1))
                .as("each start but that of the last pause")
                .hasSize(before + 1);
        Duration ended = Duration.of(Long.parseLong(property("InactiveEnterTimestampMonotonic")), ChronoUnit.MICROS);
        BigDecimal begin = pauses().get(before - 1).begin();
        assertThat(ended.toMillis()).isLessThan(begin.movePointRight(3).longValue() + 16_000);
        assertThat(machine.run("test", "-e", "/run/" + SERVICE).exitCode()).isEqualTo(1);
        cure();
        machine.succeed("systemctl", "start", SERVICE);
        assertThat(property("ActiveState")).isEqualTo("active");
        assertThat(pauses()).hasSize(before);
    }

    /**
     * A pause as the journal has it.
     *
     * @param begin in seconds since the start of the machine
     * @param failures in a row
     * @param seconds how long it is
     */
    private record Pause(BigDecimal begin, int failures, int seconds) {}

    private List<Pause> pauses() {
        return machine.succeed("journalctl", "--boot", "--unit=" + SERVICE, "--output=short-monotonic")
                .lines()
                .map(PAUSE::matcher)
                .filter(line -> line.find())
                .map(line -> new Pause(
                        new BigDecimal(line.group(1)),
                        Integer.parseInt(line.group(2)),
                        Integer.parseInt(line.group(3))))
                .toList();
    }

    /** Java finds no program then, which is exit code 1. */
    private void breakIt() {
        machine.succeed("sh", "-e", "-c", "mv %1$s %1$s.whole; echo broken >%1$s".formatted(JAR));
    }

    private void cure() {
        machine.succeed("mv", JAR + ".whole", JAR);
    }

    private void awaitServing() {
        await("it serves").atMost(PATIENCE).until(() -> property("StatusText").contains("AWS not reachable"));
        assertThat(property("ActiveState")).isEqualTo("active");
        machine.succeed("tedge", "mqtt", "pub", "te/device/main///m/alive", "{\"alive\":1}");
    }

    private void set(String key, String value) {
        machine.succeed("tedge", "config", "set", key, value);
    }

    private String property(String name) {
        return machine.succeed("systemctl", "show", "--value", "--property=" + name, SERVICE)
                .strip();
    }
}
