package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens to packets that a good client library would not send. */
class SimulatorWireIT {

    /** QoS 2, to topic "a". */
    private static final String PUBLISH_QOS_2_OF_311 = "34 05 00 01 61 00 01";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "QoS 2,                     34 06 00 01 61 00 01 00,             9B, QOS",
        "topic alias 9,             32 09 00 01 61 00 01 03 23 00 09,    94, PROTOCOL",
        "a subscription identifier, 82 09 00 01 02 0B 01 00 01 61 01,    A1, PROTOCOL",
        "a second CONNECT,          " + TestingWire.CONNECT_5 + ",       82, PROTOCOL",
        "AUTH,                      F0 00,                               82, PROTOCOL",
        "a subscription with QoS 2, 82 07 00 01 00 00 01 61 02,          9B, QOS"
    })
    void connection_endsWithTheReasonCode(String reason, String packet, String code, AwsRule rule) throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive();
                TestingWire device = new TestingWire(cloud, TestingWire.CONNECT_5)) {
            device.send(packet);

            assertThat(device.next())
                    .as(reason)
                    .hasValueSatisfying(answer -> assertThat(answer).startsWith("E0 " + code));
            assertThat(device.next()).isEmpty();
            assertThat(cloud.messages).isEmpty();
            assertThat(cloud.refusedBy(rule)).isNotEmpty();
        }
    }

    @Test
    void connectionOf311_endsWithoutAnswer_afterQos2() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive();
                TestingWire device = new TestingWire(cloud, TestingWire.CONNECT_311)) {
            device.send(PUBLISH_QOS_2_OF_311);

            assertThat(device.next()).isEmpty();
            assertThat(cloud.messages).isEmpty();
        }
    }

    @Test
    void topicAlias8_isAccepted() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive();
                TestingWire device = new TestingWire(cloud, TestingWire.CONNECT_5)) {
            device.send("32 09 00 01 61 00 01 03 23 00 08" + "32 08 00 00 00 02 03 23 00 08");

            assertThat(device.next())
                    .hasValueSatisfying(answer -> assertThat(answer).startsWith("40 0001"));
            assertThat(device.next())
                    .hasValueSatisfying(answer -> assertThat(answer).startsWith("40 0002"));
            assertThat(cloud.messages).extracting(CloudMessage::topic).containsExactly("a", "a");
        }
    }

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
