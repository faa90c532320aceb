package dev.tedge.gateway.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.delivery.store.Priority;
import dev.tedge.gateway.check.RouteFault;
import dev.tedge.gateway.control.GatewayStatus;
import dev.tedge.gateway.control.GatewayStatus.Disconnect;
import dev.tedge.gateway.control.GatewayStatus.Kept;
import dev.tedge.gateway.control.GatewayStatus.LinkStatus;
import dev.tedge.gateway.control.GatewayStatus.Links;
import dev.tedge.gateway.control.GatewayStatus.Program;
import dev.tedge.gateway.control.GatewayStatus.Traffic;
import dev.tedge.gateway.reload.RoutesStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusLineTest {

    private static final Instant NOW = Instant.parse("2026-11-23T05:03:00Z");
    private static final LinkStatus UP =
            new LinkStatus(true, Optional.of(NOW), Optional.of(new Disconnect("an old story", NOW.minusSeconds(60))));
    private static final LinkStatus NEW = new LinkStatus(false, Optional.of(NOW), Optional.empty());

    @Test
    void line_isShort_whenAllIsWell() {
        assertThat(line(UP, UP, kept(0, Optional.empty()))).isEqualTo("connected to AWS");
    }

    @Test
    void line_saysWhatItWaitsFor_atTheBeginning() {
        assertThat(line(NEW, NEW, kept(1, Optional.empty())))
                .isEqualTo("connecting to AWS; connecting to the local broker; 1 message waits");
    }

    @Test
    void line_hasTheReasons_whenItCanNotDoItsWork() {
        assertThat(line(UP, down("Connection refused. Start mosquitto"), kept(0, Optional.empty())))
                .isEqualTo("connected to AWS; the local broker not reachable: Connection refused. Start mosquitto");
        assertThat(line(down("no route. Check the network"), UP, kept(12, Optional.of("the disk is full"))))
                .isEqualTo("AWS not reachable: no route. Check the network; 12 messages wait;"
                        + " no message can be kept: the disk is full");
    }

    @Test
    void line_pointsToFaultsOfRoutes() {
        RouteFault fault = new RouteFault("frost.camel.yaml", Optional.empty(), "no such key");
        GatewayStatus status = status(UP, UP, kept(0, Optional.empty()), List.of(fault));
        assertThat(StatusLine.of(status)).isEqualTo("connected to AWS; 1 fault in route files, see tedge status");
    }

    private static String line(LinkStatus aws, LinkStatus local, Kept kept) {
        return StatusLine.of(status(aws, local, kept, List.of()));
    }

    private static GatewayStatus status(LinkStatus aws, LinkStatus local, Kept kept, List<RouteFault> faults) {
        return new GatewayStatus(
                Optional.of(new Program(1, Optional.of(new RoutesStatus(7, faults)))),
                new Links(local, aws),
                kept,
                Traffic.NONE,
                Optional.empty());
    }

    private static LinkStatus down(String words) {
        return new LinkStatus(false, Optional.of(NOW), Optional.of(new Disconnect(words, NOW)));
    }

    private static Kept kept(long waiting, Optional<String> trouble) {
        return new Kept(Map.of(Priority.HIGH, waiting), 0, Optional.empty(), 0, trouble);
    }
}
