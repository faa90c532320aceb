package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What happens to packets that a good client library would not send. */
class SimulatorWireIT {

    @Test
    void packetsBehindAViolation_areNotAccepted() throws Exception {
        // To "a", which the policy refuses, and to "thinedge/robot-7/td", which it allows, in one write.
        String refused = "32 06 00 01 61 00 01 00";
        String allowed = "32 18 00 13 74 68 69 6E 65 64 67 65 2F 72 6F 62 6F 74 2D 37 2F 74 64 00 02 00";
        try (TestingCloud cloud = TestingCloud.standard();
                TestingWire device = new TestingWire(cloud, TestingWire.CONNECT_5)) {
            device.send(refused + allowed);

            assertThat(device.next())
                    .hasValueSatisfying(answer -> assertThat(answer).startsWith("40 000187"));
            assertThat(device.next())
                    .hasValueSatisfying(answer -> assertThat(answer).startsWith("E0 87"));
            assertThat(device.next()).isEmpty();
            assertThat(cloud.messages).isEmpty();
        }
    }

    @Test
    void subscribeBehindAViolation_isNotGranted() throws Exception {
        // PUBLISH to "a", which the policy refuses, and SUBSCRIBE to "thinedge/robot-7/cmd/#", in one write.
        String refused = "32 06 00 01 61 00 01 00";
        String subscribe = "82 1C 00 02 00 00 16 74 68 69 6E 65 64 67 65 2F 72 6F 62 6F 74 2D 37 2F 63 6D 64 2F 23 01";
        try (TestingCloud cloud = TestingCloud.standard();
                TestingWire device = new TestingWire(cloud, TestingWire.CONNECT_5)) {
            device.send(refused + subscribe);

            assertThat(device.next())
                    .hasValueSatisfying(answer -> assertThat(answer).startsWith("40 000187"));
            assertThat(device.next())
                    .hasValueSatisfying(answer -> assertThat(answer).startsWith("E0 87"));
            assertThat(device.next()).isEmpty();
        }
    }

    @Test
    void connectionThatTakesOver_isNotEnded_withTheOneThatBrokeARule() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard();
                TestingWire first = new TestingWire(cloud, TestingWire.CONNECT_5)) {
            first.send("32 06 00 01 61 00 01 00");
            try (TestingWire second = new TestingWire(cloud, TestingWire.CONNECT_5)) {
                second.send("C0 00");
                assertThat(second.next()).hasValue("D0 ");
            }
        }
    }

    /** QoS 1 messages to topic "a", with packet ids from 1. */
    private static String publishes(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(id -> "32 06 00 01 61 %04X 00".formatted(id))
                .collect(Collectors.joining());
    }

    @Test
    void receiveMaximum_is100() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive();
                TestingWire device = new TestingWire(cloud, TestingWire.CONNECT_5)) {
            device.send(publishes(100));
            for (int id = 1; id <= 100; id++) {
                String expected = "40 %04X".formatted(id);
                assertThat(device.next())
                        .hasValueSatisfying(answer -> assertThat(answer).startsWith(expected));
            }

            // In one TLS record, so that the server has them all before an acknowledgement can leave.
            device.send(publishes(101));
            Optional<String> answer = device.next();
            while (answer.filter(packet -> packet.startsWith("40")).isPresent()) {
                answer = device.next();
            }

            assertThat(answer).hasValueSatisfying(packet -> assertThat(packet).startsWith("E0 93"));
            assertThat(cloud.refusedBy(AwsRule.PROTOCOL)).contains("100 messages");
        }
    }
}
