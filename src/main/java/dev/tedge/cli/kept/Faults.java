package dev.tedge.cli.kept;

import dev.tedge.gateway.control.GatewayStatus;
import dev.tedge.gateway.control.GatewayStatus.LinkStatus;
import java.time.Duration;
import java.time.Instant;
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
     * @param maxDown how long a link may be down: each is at times
     */
    static List<String> of(GatewayStatus status, Duration maxDown, InstantSource clock) {
        Instant now = clock.instant();
        Predicate<Instant> longAgo = since -> Duration.between(since, now).compareTo(maxDown) > 0;
        List<String> faults = new ArrayList<>();
        link("The local broker", status.links().local(), longAgo).ifPresent(faults::add);
        link("AWS", status.links().aws(), longAgo).ifPresent(faults::add);
        status.kept()
                .trouble()
                .map(trouble -> "The outbox takes no messages: " + Words.line(trouble))
                .ifPresent(faults::add);
        return faults;
    }

    private static Optional<String> link(String peer, LinkStatus link, Predicate<Instant> longAgo) {
        if (link.up()) {
            return Optional.empty();
        }
        return link.since()
                .filter(longAgo)
                .map(since -> "%s has been out of reach since %s%s"
                        .formatted(
                                peer,
                                Words.time(since),
                                link.last()
                                        .map(last -> ": " + Words.line(last.words()))
                                        .orElse("")));
    }
}
