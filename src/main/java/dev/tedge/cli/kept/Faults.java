package dev.tedge.cli.kept;

import dev.tedge.gateway.control.GatewayStatus;
import dev.tedge.gateway.control.GatewayStatus.LinkStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Why a gateway that runs does not do its work. */
final class Faults {

    private Faults() {}

    /**
     * One line for each.
     *
     * @param maxDown how long a link may be down, or come and go: each does at times
     */
    static List<String> of(GatewayStatus status, Duration maxDown, InstantSource clock) {
        Predicate<LinkStatus> longAgo = link -> outage(link, clock).compareTo(maxDown) > 0;
        List<String> faults = new ArrayList<>();
        link("The local broker", status.links().local(), longAgo).ifPresent(faults::add);
        link("AWS", status.links().aws(), longAgo).ifPresent(faults::add);
        status.kept()
                .trouble()
                .map(trouble -> "The outbox takes no messages: " + Words.line(trouble))
                .ifPresent(faults::add);
        return faults;
    }

    /** By the clock only where a gateway of another release does not tell: the clock of a device may be set after the start. */
    private static Duration outage(LinkStatus link, InstantSource clock) {
        return link.outage()
                .orElseGet(() -> link.since()
                        .filter(since -> !link.up())
                        .map(since -> Duration.between(since, clock.instant()))
                        .orElse(Duration.ZERO));
    }

    private static Optional<String> link(String peer, LinkStatus link, Predicate<LinkStatus> longAgo) {
        if (!longAgo.test(link)) {
            return Optional.empty();
        }
        String reason = link.last().map(last -> ": " + Words.line(last.words())).orElse("");
        return Optional.of(
                link.up()
                        ? "%s comes and goes%s".formatted(peer, reason)
                        : "%s has been out of reach%s%s"
                                .formatted(
                                        peer,
                                        link.since()
                                                .map(since -> " since " + Words.time(since))
                                                .orElse(""),
                                        reason));
    }
}
