package dev.tedge.gateway;

import dev.tedge.gateway.control.GatewayStatus.Disconnect;
import dev.tedge.gateway.control.GatewayStatus.LinkStatus;
import dev.tedge.health.check.LinkCheck;
import dev.tedge.link.Link;
import dev.tedge.link.LinkState;
import dev.tedge.link.session.LinkFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Remembers of a link what its state does not say: since when it is down, over all attempts. */
final class LinkWatch {

    private final Function<LinkFailure, String> words;
    private boolean up;
    private boolean before;
    private Instant since;
    /** The clock of the device may be set meanwhile. */
    private long sinceNanos = System.nanoTime();

    private Optional<Disconnect> last = Optional.empty();

    /**
     * Knows the state that the link begins with.
     *
     * @param words cause and remedy of a failure, on one line
     */
    LinkWatch(LinkState first, Function<LinkFailure, String> words) {
        this.words = words;
        this.up = first.up();
        this.since = first.since();
        change(first);
    }

    /** Watches a link from now on. */
    static LinkWatch of(Link link) {
        LinkWatch watch = new LinkWatch(link.state(), link::explain);
        link.onChange(watch::change);
        return watch;
    }

    synchronized void change(LinkState next) {
        if (next.up() != up) {
            up = next.up();
            since = next.since();
            sinceNanos = System.nanoTime();
        }
        before |= up;
        last = next.lastFailure()
                .map(failure -> new Disconnect(
                        words.apply(failure), next.lastFailureAt().orElse(next.since())));
    }

    synchronized LinkStatus status() {
        return new LinkStatus(up, Optional.of(since), last);
    }

    synchronized LinkCheck.Standing standing() {
        Duration lasting = Duration.ofNanos(System.nanoTime() - sinceNanos);
        return new LinkCheck.Standing(up, before, lasting, last.map(Disconnect::words));
    }
}
