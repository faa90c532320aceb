package dev.tedge.health.check;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Whether a connection is up. One that has not been up yet is unknown, one that was lost still counts as up, both for a while: to
 * connect takes its time. One that comes and goes is not up for good.
 */
public final class LinkCheck extends GatewayCheck {

    private final Supplier<Standing> standing;
    private final Duration patience;

    /**
     * How a connection stands.
     *
     * @param up whether messages can pass
     * @param before whether it is, or has been, up
     * @param lasting since when it is up, or down over all attempts
     * @param outage for how long it is down, or comes and goes; zero when neither
     * @param reason why it was last not up, on one line
     */
    public record Standing(boolean up, boolean before, Duration lasting, Duration outage, Optional<String> reason) {

        public Standing {
            Objects.requireNonNull(lasting, "lasting");
            Objects.requireNonNull(outage, "outage");
            Objects.requireNonNull(reason, "reason");
        }
    }

    private LinkCheck(String name, Purpose purpose, Supplier<Standing> standing, Duration patience) {
        super("link-" + name, purpose);
        this.standing = standing;
        this.patience = patience;
    }

    /** The connection to the local broker: without it the gateway is not ready. */
    public static LinkCheck local(Supplier<Standing> standing, Duration patience) {
        return new LinkCheck("local", Purpose.READINESS, standing, patience);
    }

    /** The connection to AWS: without it the gateway keeps messages, and is ready all the same. */
    public static LinkCheck aws(Supplier<Standing> standing, Duration patience) {
        return new LinkCheck("aws", Purpose.ATTENTION, standing, patience);
    }

    @Override
    void look(HealthCheckResultBuilder result) {
        Standing now = standing.get();
        result.detail("link.up", now.up());
        result.detail("link.seconds", now.lasting().toSeconds());
        result.detail("link.outage.seconds", now.outage().toSeconds());
        if (now.outage().isZero()) {
            result.up();
            return;
        }
        if (now.outage().compareTo(patience) >= 0) {
            result.down();
        } else {
            result.state(now.before() ? State.UP : State.UNKNOWN);
        }
        result.message("%s for %d s: %s"
                .formatted(
                        now.up() ? "Comes and goes" : "Down",
                        now.outage().toSeconds(),
                        now.reason().orElse("connecting for the first time")));
    }
}
