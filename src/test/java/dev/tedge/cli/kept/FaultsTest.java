package dev.tedge.cli.kept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.gateway.control.GatewayStatus;
import dev.tedge.gateway.control.GatewayStatus.Disconnect;
import dev.tedge.gateway.control.GatewayStatus.LinkStatus;
import dev.tedge.gateway.control.TestingInventory;
import dev.tedge.gateway.control.TestingStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private static final Instant SINCE = Instant.parse("2026-11-23T05:00:00Z");
    private static final Duration BOUND = Duration.ofMinutes(10);

    private static final LinkStatus UP = new LinkStatus(true, Optional.of(SINCE), Optional.empty());
    private static final LinkStatus DOWN = new LinkStatus(
            false, Optional.of(SINCE), Optional.of(new Disconnect("no\u001b route. Check it", SINCE.plusSeconds(9))));

    @Test
    void linkThatIsUp_isNoFault_howeverOld() {
        assertThat(faults(UP, UP, SINCE.plus(Duration.ofDays(400)))).isEmpty();
    }

    @Test
    void linkThatIsDown_isAFault_afterTheBound() {
        assertThat(faults(UP, DOWN, SINCE.plus(BOUND))).isEmpty();
        assertThat(faults(UP, DOWN, SINCE.plus(BOUND).plusMillis(1)))
                .containsExactly("AWS has been out of reach since 2026-11-23 05:00:00Z: no\\u001b route. Check it");
        assertThat(faults(DOWN, UP, SINCE.plus(BOUND).plusMillis(1)))
                .containsExactly(
                        "The local broker has been out of reach since 2026-11-23 05:00:00Z: no\\u001b route. Check it");
    }

    @Test
    void clockThatWasSetForward_makesNoFault() {
        LinkStatus young = new LinkStatus(false, Optional.of(SINCE), Optional.empty(), Optional.of(BOUND));

        assertThat(faults(young, young, SINCE.plus(Duration.ofDays(20_000)))).isEmpty();
    }

    @Test
    void linkThatComesAndGoes_isAFault_evenWhileItIsUp() {
        LinkStatus flapping = new LinkStatus(
                true,
                Optional.of(SINCE),
                Optional.of(new Disconnect("not allowed", SINCE)),
                Optional.of(BOUND.plusSeconds(1)));

        assertThat(faults(UP, flapping, SINCE)).containsExactly("AWS comes and goes: not allowed");
    }

    @Test
    void clockThatWasSetBack_makesNoFault() {
        assertThat(faults(DOWN, DOWN, SINCE.minusSeconds(100_000))).isEmpty();
    }

    @Test
    void outboxThatTakesNothing_isAFaultAtOnce() {
        GatewayStatus status = status(new TestingInventory().trouble("no room"), UP, UP);

        assertThat(Faults.of(status, BOUND, () -> SINCE)).containsExactly("The outbox takes no messages: no room");
    }

    private static List<String> faults(LinkStatus local, LinkStatus aws, Instant now) {
        return Faults.of(status(new TestingInventory(), local, aws), BOUND, () -> now);
    }

    private static GatewayStatus status(TestingInventory inventory, LinkStatus local, LinkStatus aws) {
        GatewayStatus status = TestingStatus.of(inventory);
        return new GatewayStatus(
                status.program(),
                new GatewayStatus.Links(local, aws),
                status.kept(),
                status.traffic(),
                status.certificate());
    }
}
