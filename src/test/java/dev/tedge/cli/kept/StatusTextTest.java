package dev.tedge.cli.kept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.gateway.control.GatewayStatus;
import dev.tedge.gateway.control.GatewayStatus.Certificate;
import dev.tedge.gateway.control.GatewayStatus.Disconnect;
import dev.tedge.gateway.control.GatewayStatus.LinkStatus;
import dev.tedge.gateway.control.GatewayStatus.Links;
import dev.tedge.gateway.control.TestingInventory;
import dev.tedge.gateway.control.TestingStatus;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTextTest {

    private final TestingInventory inventory = new TestingInventory();

    @Test
    void runningGateway_isDescribed() {
        inventory
                .waiting(7, "thinedge/my-device/td/main/a/frost", "x")
                .waiting(2, "thinedge/my-device/td/main/m/heat", "x".repeat(2000));

        assertThat(text(TestingStatus.of(inventory))).isEqualTo("""
                local         up    since 2026-11-23 05:01:02Z   127.0.0.1:1883
                aws           down  since 2026-11-23 05:03:00Z   xxxx:8883
                              last disconnect 2026-11-23 05:03:00Z: no route. Check it
                routes        7 files in force
                              refused frost.camel.yaml:3:5: no such key
                              refused heat.camel.yaml: the file can't be read
                outbox        2 messages, 2 KiB, the oldest 8 min old (high 1, medium 0, low 1)
                dead letters  0
                rates         12.0 publishes/s (88 % of the limit is free), 3 KiB/s (99 % free)
                certificate   my-device, 363 days left (until 2027-11-21)""");
    }

    @Test
    void trouble_isTold() {
        assertThat(text(TestingStatus.of(inventory.trouble("no room\nat all"))))
                .contains("\noutbox        empty\n              no room\\u000aat all\ndead letters  0\n");
    }

    @Test
    void stoppedGateway_showsWhatItKeeps() {
        GatewayStatus status =
                GatewayStatus.stopped(inventory, TestingStatus.NOW, Optional.of(TestingStatus.CERTIFICATE));

        assertThat(text(status)).isEqualTo("""
                outbox        empty
                dead letters  0
                certificate   my-device, 363 days left (until 2027-11-21)""");
    }

    @Test
    void expiredOrMissingCertificate_isTold() {
        Certificate expired = new Certificate("my-device", Instant.parse("2026-11-20T00:00:00Z"), -4);

        assertThat(text(GatewayStatus.stopped(inventory, TestingStatus.NOW, Optional.of(expired))))
                .endsWith("certificate   my-device, expired on 2026-11-20");
        assertThat(text(GatewayStatus.stopped(inventory, TestingStatus.NOW, Optional.empty())))
                .endsWith("certificate   none that can be read");
    }

    @Test
    void whatTheOtherSideSays_doesNotReachTheTerminal() {
        GatewayStatus status = TestingStatus.of(inventory);
        LinkStatus hostile = new LinkStatus(
                false, Optional.empty(), Optional.of(new Disconnect("\u001b[2J\nall is well", TestingStatus.NOW)));

        assertThat(text(new GatewayStatus(
                        status.program(),
                        new Links(hostile, hostile),
                        status.kept(),
                        status.traffic(),
                        status.certificate())))
                .contains("last disconnect 2026-11-23 05:10:00Z: \\u001b[2J\\u000aall is well\n")
                .startsWith("local         down  127.0.0.1:1883\n");
    }

    private static String text(GatewayStatus status) {
        return String.join("\n", StatusText.of(status, "127.0.0.1:1883", "xxxx:8883"));
    }
}
