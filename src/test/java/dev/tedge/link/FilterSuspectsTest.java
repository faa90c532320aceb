package dev.tedge.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.ReasonCodes;
import dev.tedge.link.session.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterSuspectsTest {

    private static final LinkFailure SILENT = new LinkFailure(Kind.CLOSED, "closed");
    private static final LinkFailure POLICY =
            new LinkFailure(Kind.ENDED_BY_BROKER, "not authorized", ReasonCodes.NOT_AUTHORIZED);
    private static final LinkFailure NETWORK = new LinkFailure(Kind.TIMEOUT, "no network");

    private final Subscription good = new Subscription("good/#", 1);
    private final Subscription bad = new Subscription("bad/#", 1);

    private Instant now = Instant.EPOCH;
    private final FilterSuspects suspects = new FilterSuspects("aws", () -> now);

    @Test
    void afterAnUnexplainedEnd_filtersGoOneByOne_untilAllAreAnswered() {
        suspects.ended(SILENT, List.of(), List.of(good, bad));
        assertThat(suspects.oneByOne()).isTrue();

        suspects.survived();
        assertThat(suspects.oneByOne()).isFalse();
    }

    @Test
    void theFilterThatIsAlone_whenTheBrokerForbids_isLeftOut() {
        suspects.ended(POLICY, List.of(), List.of(good, bad));
        suspects.ended(POLICY, List.of(), List.of(bad));

        assertThat(suspects.leftOut(bad)).contains("'bad/#': the broker ends the connection over it");
        assertThat(suspects.leftOut(good)).isEmpty();
    }

    @Test
    void aSilentEnd_needsTwoProofs() {
        suspects.ended(SILENT, List.of(), List.of(good, bad));
        suspects.ended(SILENT, List.of(), List.of(bad));
        assertThat(suspects.leftOut(bad)).isEmpty();

        suspects.ended(SILENT, List.of(), List.of(bad));
        assertThat(suspects.leftOut(bad)).isPresent();
    }

    @Test
    void aRefusedFilter_thatIsFollowedByTheEnd_isLeftOut_forAnHour() {
        suspects.ended(POLICY, List.of(bad), List.of());
        assertThat(suspects.leftOut(bad)).isPresent();

        now = now.plus(Duration.ofMinutes(61));
        assertThat(suspects.leftOut(bad)).isEmpty();
    }

    @Test
    void aLostNetwork_blamesNobody() {
        suspects.ended(NETWORK, List.of(bad), List.of(good));
        assertThat(suspects.oneByOne()).isFalse();
        assertThat(suspects.leftOut(bad)).isEmpty();
    }
}
