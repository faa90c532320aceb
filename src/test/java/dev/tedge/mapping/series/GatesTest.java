package dev.tedge.mapping.series;

import static dev.tedge.mapping.series.TestingMessages.fails;
import static dev.tedge.mapping.series.TestingMessages.message;
import static dev.tedge.mapping.series.TestingMessages.passes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.mapping.MappingException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The steps that let some messages pass. */
class GatesTest {

    private static final String TOPIC = "te/device/main///m/t";

    private final AtomicLong nanos = new AtomicLong();
    private final DeadBand deadBand = new DeadBand(0.5, Duration.ofMinutes(15), nanos::get);

    @Test
    void everyNth_countsEachTopicByItself() throws Exception {
        EveryNth third = new EveryNth(3);

        for (boolean expected : new boolean[] {true, false, false, true, false}) {
            assertThat(passes(third, "a", "1")).isEqualTo(expected);
        }
        assertThat(passes(third, "b", "1")).isTrue();
        assertThat(passes(third, "a", "1")).isFalse();
        assertThat(passes(third, "a", "1")).isTrue();
    }

    @Test
    void everyNth_letsAMessagePassAgain_thatFailed() throws Exception {
        EveryNth third = new EveryNth(3);

        fails(third, "a", "1");

        assertThat(passes(third, "a", "1")).isTrue();
        assertThat(passes(third, "a", "2")).isFalse();
    }

    @Test
    void everyNth_forgetsTheTopicThatWasSilentLongest() throws Exception {
        EveryNth second = new EveryNth(2);
        assertThat(passes(second, "first", "1")).isTrue();

        for (int i = 0; i < SeriesMemory.CAPACITY; i++) {
            assertThat(passes(second, "t" + i, "1")).isTrue();
        }

        assertThat(passes(second, "first", "1")).as("begins anew").isTrue();
        assertThat(passes(second, "t" + (SeriesMemory.CAPACITY - 1), "1")).isFalse();
    }

    @Test
    void everyNth_needsATopic_andASensibleNumber() {
        Exchange exchange = message(TOPIC, "1");
        exchange.getIn().removeHeaders("*");

        assertThatThrownBy(() -> new EveryNth(2).process(exchange))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("CamelMqttTopic");
        assertThatThrownBy(() -> new EveryNth(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the same                          | {"t":21}                | {"t":21}                | false
            other digits of the same number   | {"t":21}                | {"t":21.00}             | false
            a change below the band           | {"t":21}                | {"t":21.49}             | false
            a change of the band              | {"t":21}                | {"t":20.5}              | true
            the time alone                    | {"t":21,"time":1}       | {"t":21,"time":2}       | false
            a new member                      | {"t":21}                | {"t":21,"u":1}          | true
            a member of a member              | {"t":{"x":1,"time":1}}  | {"t":{"x":1,"time":2}}  | true
            a member less                     | {"t":21,"u":1}          | {"t":21}                | false
            a text                            | {"t":"on"}              | {"t":"off"}             | true
            the same text                     | {"t":"on"}              | {"t":"on"}              | false
            from number to text               | {"t":1}                 | {"t":"1"}               | true
            in an array                       | {"t":[1,2]}             | {"t":[1,3]}             | true
            numbers that fill the memory      | {"t":1e999999999}       | {"t":1}                 | true
            not JSON                          | hello                   | hello                   | true
            not an object                     | 21                      | 21                      | true
            nothing to compare                | {}                      | {}                      | true
            nothing but the time              | {"time":1}              | {"time":1}              | true
            two objects                       | {"t":1}{}               | {"t":1}{}               | true
            """)
    void deadBand_looksAtWhatHasChanged(String reason, String before, String now, boolean passes) throws Exception {
        assertThat(passes(deadBand, TOPIC, before)).isTrue();

        assertThat(passes(deadBand, TOPIC, now)).isEqualTo(passes);
    }

    @Test
    void deadBand_comparesWithWhatWasSent_soThatASlowDriftShows() throws Exception {
        assertThat(passes(deadBand, TOPIC, "{\"t\":1}")).isTrue();
        assertThat(passes(deadBand, TOPIC, "{\"t\":1.3}")).isFalse();
        assertThat(passes(deadBand, TOPIC, "{\"t\":1.5}")).isTrue();
    }

    @Test
    void deadBand_isNotSilentForTooLong() throws Exception {
        assertThat(passes(deadBand, TOPIC, "{\"t\":1}")).isTrue();
        nanos.addAndGet(Duration.ofMinutes(15).toNanos() - 1);
        assertThat(passes(deadBand, TOPIC, "{\"t\":1}")).isFalse();
        nanos.addAndGet(1);
        assertThat(passes(deadBand, TOPIC, "{\"t\":1}")).isTrue();
        assertThat(passes(deadBand, TOPIC, "{\"t\":1}")).isFalse();
    }

    @Test
    void deadBand_letsAMessagePassAgain_thatFailed() throws Exception {
        fails(deadBand, TOPIC, "{\"t\":1}");

        assertThat(passes(deadBand, TOPIC, "{\"t\":1}")).isTrue();
    }

    @Test
    void deadBand_refusesANegativeOne() {
        assertThatThrownBy(() -> new DeadBand(-1.0, "1m")).hasMessageContaining("negative");
        assertThatThrownBy(() -> new DeadBand(Double.NaN, "1m")).hasMessageContaining("negative");
    }

    @Test
    void threshold_tellsTheChange_withHysteresis() throws Exception {
        Threshold hot = new Threshold("t", 80.0, 75.0);

        assertThat(alarm(hot, "{\"t\":79}")).isEqualTo("nothing");
        assertThat(alarm(hot, "{\"t\":80}")).isEqualTo("raised");
        assertThat(alarm(hot, "{\"t\":99}")).isEqualTo("nothing");
        assertThat(alarm(hot, "{\"t\":76}")).isEqualTo("nothing");
        assertThat(alarm(hot, "{\"t\":75}")).isEqualTo("cleared");
        assertThat(alarm(hot, "{\"t\":10}")).isEqualTo("nothing");
        assertThat(alarm(hot, "{\"u\":99}")).isEqualTo("nothing");
        assertThat(alarm(hot, "not JSON")).isEqualTo("nothing");
    }

    @Test
    void threshold_worksDownwards() throws Exception {
        Threshold cold = new Threshold("air/t", 0.0, 2.0);

        assertThat(alarm(cold, "{\"air\":{\"t\":1}}")).isEqualTo("nothing");
        assertThat(alarm(cold, "{\"air\":{\"t\":-1}}")).isEqualTo("raised");
        assertThat(alarm(cold, "{\"air\":{\"t\":2}}")).isEqualTo("cleared");
    }

    @Test
    void threshold_clearsAfterAStart_whatMayHaveBeenRaisedBefore() throws Exception {
        assertThat(alarm(new Threshold("t", 80.0, 75.0), "{\"t\":20}")).isEqualTo("cleared");
    }

    @Test
    void threshold_raisesAgain_whenTheMessageFailed() throws Exception {
        Threshold hot = new Threshold("t", 80.0, 75.0);
        fails(hot, TOPIC, "{\"t\":90}");

        assertThat(alarm(hot, "{\"t\":90}")).isEqualTo("raised");
    }

    private static String alarm(Threshold threshold, String payload) throws Exception {
        Exchange exchange = message(TOPIC, payload);
        return passes(threshold, exchange)
                ? exchange.getMessage().getHeader(Threshold.HEADER, String.class)
                : "nothing";
    }
}
