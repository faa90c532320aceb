package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatorEventTest {

    private static final String FORGED = "a\nconnected: b\u001b[2J\u0085\u2028\u202e";

    @Test
    void words_areOneLine_whateverADeviceCallsItself() {
        List<SimulatorEvent> events = List.of(
                new SimulatorEvent.Connected(FORGED, 5),
                new SimulatorEvent.Disconnected("x", FORGED),
                new SimulatorEvent.Refused("x", AwsRule.POLICY, FORGED),
                new SimulatorEvent.Rejected("x", FORGED, 400, "no"));

        assertThat(events)
                .extracting(SimulatorEvent::words)
                .allSatisfy(words -> assertThat(words).contains("a\\u000aconnected: b\\u001b[2J\\u0085\\u2028\\u202e"));
        assertThat(new SimulatorEvent.Connected("grün 😀", 5).words()).isEqualTo("connected: grün 😀 with MQTT 5");
    }
}
