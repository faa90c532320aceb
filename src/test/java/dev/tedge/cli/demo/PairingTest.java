package dev.tedge.cli.demo;

import static dev.tedge.cli.demo.Place.CLOUD;
import static dev.tedge.cli.demo.Place.DEVICE;
import static dev.tedge.cli.demo.Place.FROM_CLOUD;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PairingTest {

    private static final long MILLI = 1_000_000;

    private final Pairing pairing = new Pairing();

    @Test
    void messageOfTheDevice_isPaired_withItsArrivalInTheCloud() {
        assertThat(see(DEVICE, "te/device/main///m/environment", 1)).isEmpty();

        assertThat(see(CLOUD, "thinedge/x/td/device:main/m/environment", 4))
                .hasValueSatisfying(hop -> assertThat(hop.text(0))
                        .isEqualTo("te/device/main///m/environment"
                                + " → thinedge/x/td/device:main/m/environment 4   3 ms"));
    }

    @Test
    void messageOfTheCloud_isPaired_withItsArrivalOnTheDevice() {
        assertThat(see(FROM_CLOUD, "thinedge/x/cmd/light", 1)).isEmpty();

        assertThat(see(DEVICE, "aws/cmd/light", 2))
                .hasValueSatisfying(hop -> assertThat(hop.from()).isEqualTo("thinedge/x/cmd/light"));
    }

    @Test
    void messageOfTheDevice_comesFirst_evenWhenItIsSeenLast() {
        see(CLOUD, "thinedge/x/td/a/b", 1);

        assertThat(see(DEVICE, "aws/td/a/b", 2)).hasValueSatisfying(hop -> {
            assertThat(hop.from()).isEqualTo("aws/td/a/b");
            assertThat(hop.arrival().topic()).isEqualTo("thinedge/x/td/a/b");
            assertThat(hop.time()).isZero();
        });
    }

    @Test
    void severalOfOneTopic_arePaired_inTheirOrder() {
        see(DEVICE, "te/device/one///m/t", 1);
        see(DEVICE, "te/device/two///m/t", 2);

        assertThat(see(CLOUD, "thinedge/x/td/device:one/m/t", 3)).map(Hop::from).contains("te/device/one///m/t");
        assertThat(see(CLOUD, "thinedge/x/td/device:two/m/t", 3)).map(Hop::from).contains("te/device/two///m/t");
    }

    @Test
    void moreSharedLevels_winOverAnEarlierMessage() {
        see(DEVICE, "te/device/main///q/b", 1);
        see(DEVICE, "aws/td/a/b", 2);

        assertThat(see(CLOUD, "thinedge/x/td/a/b", 3)).map(Hop::from).contains("aws/td/a/b");
    }

    @Test
    void messagesOfOneSide_areNoPair() {
        see(DEVICE, "aws/td/a", 1);
        assertThat(see(DEVICE, "te/td/a", 2)).isEmpty();
        assertThat(see(FROM_CLOUD, "thinedge/x/td/a", 3)).isEmpty();
    }

    @Test
    void messageWithoutPartner_isLonely_onlyWhenItIsOldEnough_andOnce() {
        see(DEVICE, "te/errors", 1);
        see(DEVICE, "te/other", 90);

        assertThat(pairing.lonely(100 * MILLI, Duration.ofMillis(50)))
                .extracting(Sighting::topic)
                .containsExactly("te/errors");
        assertThat(pairing.lonely(100 * MILLI, Duration.ofMillis(50))).isEmpty();
    }

    private Optional<Hop> see(Place place, String topic, long millis) {
        return pairing.add(new Sighting(place, new MessageLine(topic, String.valueOf(millis)), millis * MILLI));
    }
}
