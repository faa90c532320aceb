package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.mqttserver.MessageProperties;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.simulator.fault.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What AWS makes of MQTT beyond the standard's minimum: aliases, versions, shares, expiry, acknowledgements. */
class SimulatorMqttIT {

    /** CONNECT_5 that takes ten topic aliases. */
    private static final String CONNECT_WITH_ALIASES =
            "10 17 00 04 4D 51 54 54 05 02 00 3C 03 22 00 0A 00 07 72 6F 62 6F 74 2D 37";

    /** CONNECT_311 that wants to keep its session. */
    private static final String CONNECT_311_TO_SESSION =
            "10 13 00 04 4D 51 54 54 04 00 00 3C 00 07 72 6F 62 6F 74 2D 37";

    @Test
    void topicAliases_areSent_toADeviceThatTakesThem() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive();
                TestingWire device = new TestingWire(cloud, CONNECT_WITH_ALIASES)) {
            // SUBSCRIBE to "a" with QoS 1.
            device.send("82 07 00 01 00 00 01 61 01");
            assertThat(device.next()).contains("90 00010001");

            cloud.simulator().publish("a", "x");
            cloud.simulator().publish("a", "y");

            assertThat(device.next()).contains("32 000161" + "0001" + "03230001" + "78");
            assertThat(device.next()).contains("32 0000" + "0002" + "03230001" + "79");
        }
    }

    @Test
    void newTopicAlias_waitsForAMessage_thatKeepsItsPlace() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive();
                TestingWire device = new TestingWire(cloud, CONNECT_WITH_ALIASES)) {
            device.send("82 07 00 01 00 00 01 61 01");
            assertThat(device.next()).contains("90 00010001");
            cloud.simulator().misbehave(Fault.reorder("a").times(2));

            List.of("x", "y", "z").forEach(payload -> cloud.simulator().publish("a", payload));

            assertThat(device.next()).contains("32 000161" + "0002" + "00" + "79");
            assertThat(device.next()).contains("32 000161" + "0001" + "00" + "78");
            assertThat(device.next()).contains("32 000161" + "0003" + "03230001" + "7A");
        }
    }

    @Test
    void session_isNotFound_byTheOtherVersion() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            TestingDevice device = cloud.device();
            device.connectToSession(60);
            device.subscribe("a");
            device.client.disconnect();
            cloud.simulator().publish("a", "lost");

            try (TestingWire three = new TestingWire(cloud, CONNECT_311_TO_SESSION)) {
                assertThat(three.connAck).isEqualTo("20 0000");
            }
            try (TestingWire three = new TestingWire(cloud, CONNECT_311_TO_SESSION)) {
                assertThat(three.connAck).isEqualTo("20 0100");
            }
            assertThat(device.connectToSession(60).isSessionPresent()).isFalse();
        }
    }

    @Test
    void sharedSubscription_takesTurns() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            TestingDevice one = cloud.device().connected();
            TestingDevice two = cloud.device("robot-8", cloud.device).connected();
            one.subscribe("$share/pumps/a/+");
            two.subscribe("$share/pumps/a/+");

            for (int i = 1; i <= 4; i++) {
                cloud.simulator().publish("a/b", String.valueOf(i));
            }

            assertThat(List.of(one.next(), one.next(), two.next(), two.next()))
                    .containsExactlyInAnyOrder("[a/b] 1", "[a/b] 2", "[a/b] 3", "[a/b] 4");
        }
    }

    @Test
    void expiredMessage_isNotDelivered_afterReconnect() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            TestingDevice device = cloud.device();
            device.connectToSession(60);
            device.subscribe("a");
            device.client.disconnect();
            cloud.simulator().publish(expiring("over", Duration.ZERO));
            cloud.simulator().publish(expiring("in time", Duration.ofMinutes(10)));

            device.connectToSession(60);

            assertThat(device.next()).isEqualTo("[a] in time");
        }
    }

    private static ServerMessage expiring(String payload, Duration expiry) {
        return ServerMessage.of("a", Payload.of(payload), 1).withProperties(MessageProperties.NONE.withExpiry(expiry));
    }

    @Test
    void refusals_haveAReason_inEachAcknowledgement() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard();
                TestingWire device = new TestingWire(cloud, TestingWire.CONNECT_5)) {
            // SUBSCRIBE to "a" with QoS 1, which the policy does not allow.
            device.send("82 07 00 01 00 00 01 61 01");

            String suback = device.next().orElseThrow();
            assertThat(suback).startsWith("90 0001").endsWith("87");
            assertThat(suback.substring(9, 11)).as("a reason string").isEqualTo("1F");
            assertThat(device.next().orElseThrow()).startsWith("E0 87");
        }
    }
}
