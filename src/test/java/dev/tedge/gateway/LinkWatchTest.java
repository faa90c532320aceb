package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.gateway.control.GatewayStatus.Disconnect;
import dev.tedge.gateway.control.GatewayStatus.LinkStatus;
import dev.tedge.link.LinkState;
import dev.tedge.link.session.LinkFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinkWatchTest {

    private final AtomicLong seconds = new AtomicLong();
    private final LinkWatch watch = new LinkWatch(
            state(0, false, null), failure -> failure.followedBy("Check it"), () -> seconds.get() * 1_000_000_000L);

    @Test
    void linkThatWasNeverUp_isDownSinceTheStart() {
        watch.change(state(1, false, "no route"));
        watch.change(state(2, false, "no host"));

        assertThat(watch.status()).isEqualTo(status(false, 0, Optional.of(new Disconnect("no host. Check it", at(2)))));
    }

    @Test
    void link_isDownSinceItWasLost_overAllAttempts() {
        watch.change(state(1, true, null));
        watch.change(state(2, false, "lost"));
        watch.change(state(3, false, "no route"));

        assertThat(watch.status())
                .isEqualTo(status(false, 2, Optional.of(new Disconnect("no route. Check it", at(3)))));
    }

    @Test
    void linkThatIsBack_stillSaysWhyItWasGone() {
        watch.change(state(1, true, null));
        watch.change(state(2, false, "lost"));
        watch.change(state(3, true, "lost"));
        // The broker has refused one subscription more.
        watch.change(state(3, true, "lost"));

        assertThat(watch.status()).isEqualTo(status(true, 3, Optional.of(new Disconnect("lost. Check it", at(2)))));
    }

    @Test
    void outage_lastsOverAllAttempts_whateverTheClockSays() {
        seconds.set(100);
        assertThat(outage()).isEqualTo(100);
        to(100, true);
        assertThat(outage()).isZero();
        to(200, false);
        to(260, false);
        seconds.set(270);
        assertThat(outage()).isEqualTo(70);
    }

    @Test
    void linkThatIsBack_isWellAtOnce() {
        to(100, true);
        to(200, false);
        to(900, true);

        assertThat(outage()).isZero();
    }

    @Test
    void linkThatComesAndGoes_isOutOfOrder_untilItHolds() {
        to(100, true);
        to(200, false);
        for (int second = 205; second < 405; second += 10) {
            to(second, true);
            to(second + 5, false);
        }
        assertThat(outage()).isEqualTo(200);
        to(405, true);
        assertThat(outage()).isEqualTo(205);
        assertThat(watch.standing().up()).isTrue();

        seconds.set(434);
        assertThat(outage()).isEqualTo(234);
        seconds.set(435);
        assertThat(outage()).isZero();

        to(440, false);
        seconds.set(441);
        assertThat(outage()).isEqualTo(1);
    }

    private void to(int second, boolean up) {
        seconds.set(second);
        watch.change(state(0, up, null));
    }

    private long outage() {
        assertThat(watch.status().outage()).contains(watch.standing().outage());
        return watch.standing().outage().toSeconds();
    }

    /** When a link that is up has last failed. */
    private static final int FAILED = 2;

    private static LinkStatus status(boolean up, int since, Optional<Disconnect> last) {
        return new LinkStatus(up, Optional.of(at(since)), last, Optional.of(Duration.ZERO));
    }

    private static LinkState state(int second, boolean up, @Nullable String failure) {
        return new LinkState(
                up,
                at(second),
                Optional.ofNullable(failure).map(text -> new LinkFailure(LinkFailure.Kind.CLOSED, text)),
                Optional.ofNullable(failure).map(text -> at(up ? FAILED : second)),
                List.of());
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }
}
