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
import java.util.function.LongSupplier;

/**
 * Remembers of a link what its state does not say: since when it is down, over all attempts, and whether it holds. A link that is
 * lost again and again is out of order all the time, unless it has held for a while in between.
 */
final class LinkWatch {

    /** As long as the connector takes for a connection that holds. */
    private static final Duration HOLDS = Duration.ofSeconds(30);

    private final Function<LinkFailure, String> words;
    private final LongSupplier nanos;
    private boolean up;
    private boolean before;
    private Instant since;
    /** The clock of the device may be set meanwhile. */
    private long sinceNanos;

    /** When it was lost after it had held. */
    private long outageNanos;

    /** How often since then it was up, and did not hold. */
    private int shortUps;

    private Optional<Disconnect> last = Optional.empty();

    /**
     * Knows the state that the link begins with.
     *
     * @param words cause and remedy of a failure, on one line
     * @param nanos never set back
     */
    LinkWatch(LinkState first, Function<LinkFailure, String> words, LongSupplier nanos) {
        this.words = words;
        this.nanos = nanos;
        this.up = first.up();
        this.since = first.since();
        this.sinceNanos = nanos.getAsLong();
        this.outageNanos = sinceNanos;
        change(first);
    }

    /** Watches a link from now on. */
    static LinkWatch of(Link link) {
        LinkWatch watch = new LinkWatch(link.state(), link::explain, System::nanoTime);
        link.onChange(watch::change);
        return watch;
    }

    synchronized void change(LinkState next) {
        if (next.up() != up) {
            long now = nanos.getAsLong();
            if (up) {
                boolean held = holds(now);
                shortUps = held ? 0 : shortUps + 1;
                outageNanos = held ? now : outageNanos;
            }
            up = next.up();
            since = next.since();
            sinceNanos = now;
        }
        before |= up;
        last = next.lastFailure()
                .map(failure -> new Disconnect(
                        words.apply(failure), next.lastFailureAt().orElse(next.since())));
    }

    private boolean holds(long now) {
        return now - sinceNanos >= HOLDS.toNanos();
    }

    /** One that is back is well at once, unless it was lost soon more than once. */
    private Duration outage(long now) {
        return up && (shortUps < 2 || holds(now)) ? Duration.ZERO : Duration.ofNanos(now - outageNanos);
    }

    synchronized LinkStatus status() {
        return new LinkStatus(up, Optional.of(since), last, Optional.of(outage(nanos.getAsLong())));
    }

    synchronized LinkCheck.Standing standing() {
        long now = nanos.getAsLong();
        return new LinkCheck.Standing(
                up, before, Duration.ofNanos(now - sinceNanos), outage(now), last.map(Disconnect::words));
    }
}
