package dev.tedge.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.connect.CheckOutcome.Connected;
import dev.tedge.connect.CheckOutcome.NoAnswer;
import dev.tedge.connect.CheckOutcome.NoCloud;
import dev.tedge.connect.CheckOutcome.NoGateway;
import dev.tedge.connect.CheckOutcome.NoLocalBroker;
import dev.tedge.connect.CheckOutcome.NotTaken;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CheckOutcomeTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        new NoLocalBroker("h:1 can't be reached. Check x"),
                        "The local broker can't be used: h:1 can't be reached. Check x"),
                Arguments.of(
                        new NoGateway("tedge-mapper-aws"),
                        "No gateway is running (service 'tedge-mapper-aws'). Start it with `tedge run aws`"),
                Arguments.of(
                        new NoCloud("the host name 'x' is unknown. Check aws.url"),
                        "The gateway is not connected to AWS: the host name 'x' is unknown. Check aws.url"),
                Arguments.of(
                        new NoAnswer("thinedge/devices/d/test-connection"),
                        "Didn't receive a response from AWS. Check that the policy of the certificate allows to publish,"
                                + " subscribe and receive the topic 'thinedge/devices/d/test-connection'"),
                Arguments.of(
                        new NotTaken("not authorized (0x87)"),
                        "The local broker does not take the test message: not authorized (0x87)"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failure_hasCauseAndRemedy(CheckOutcome outcome, String text) {
        assertThat(outcome.failure()).contains(text);
    }

    @Test
    void success_hasNothingToSay() {
        assertThat(new Connected().failure()).isEmpty();
    }
}
