package dev.tedge.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the demo takes for an arrival, so that it can't praise what did not arrive. */
class StepTest {

    @ParameterizedTest(name = "{0}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
            as it was         | CLOUD  | t/arrival | {"a":1}          | true
            with a time       | CLOUD  | t/arrival | {"a":1,"time":2} | true
            on the wrong side | DEVICE | t/arrival | {"a":1}          | false
            on another topic  | CLOUD  | t/other   | {"a":1}          | false
            another content   | CLOUD  | t/arrival | {"a":2}          | false
            cut               | CLOUD  | t/arrival | {"a":1           | false
            """)
    void sighting_isTheArrival(String reason, Place place, String topic, String payload, boolean arrival) {
        Step step = Step.up("te/device/main///m/a", "{\"a\":1}", "t/arrival");

        assertThat(step.isArrival(Sighting.now(place, new MessageLine(topic, payload))))
                .isEqualTo(arrival);
    }
}
