package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.tedge.simulator.fault.Fault;
import dev.tedge.simulator.fault.FaultBook;
import dev.tedge.simulator.fault.FaultService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Misbehaviour, as a client that is not ours sees it. */
class SimulatorFaultsIT {

    private final TestingCloud cloud = TestingCloud.permissive();
    private final AwsIotSimulator simulator = cloud.simulator();

    SimulatorFaultsIT() throws IOException {}

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void delay_letsLaterAcknowledgementsComeFirst() {
        TestingDevice device = cloud.device().connected();
        simulator.misbehave(Fault.delay(Duration.ofMillis(300), "late/#"));
        List<String> acknowledged = new CopyOnWriteArrayList<>();

        for (String topic : List.of("late/a", "soon")) {
            CompletableFuture<?> unused = device.client
                    .toAsync()
                    .publish(Mqtt5Publish.builder()
                            .topic(topic)
                            .qos(MqttQos.AT_LEAST_ONCE)
                            .build())
                    .thenAccept(done -> acknowledged.add(topic));
        }

        await().until(() -> acknowledged.size() == 2);
        assertThat(acknowledged).containsExactly("soon", "late/a");
        assertThat(simulator.counters().faults()).isEqualTo(Map.of("delay", 1L));
    }

    @Test
    void delay_letsLaterDeliveriesComeFirst() throws Exception {
        TestingDevice device = cloud.device().connected();
        device.subscribe("late/#");
        device.subscribe("soon");
        simulator.misbehave(Fault.delay(Duration.ofMillis(300), "late/#"));

        simulator.publish("late/a", "1");
        simulator.publish("soon", "2");

        assertThat(device.next()).isEqualTo("[soon] 2");
        assertThat(device.next()).isEqualTo("[late/a] 1");
    }

    @Test
    void duplicate_deliversTwice() throws Exception {
        TestingDevice device = cloud.device().connected();
        device.subscribe("a");
        simulator.misbehave(Fault.duplicate("a").times(1));

        simulator.publish("a", "1");
        simulator.publish("a", "2");

        assertThat(List.of(device.next(), device.next(), device.next())).containsExactly("[a] 1", "[a] 1", "[a] 2");
    }

    @Test
    void reorder_swapsPairs_andKeepsNobodyBack() throws Exception {
        TestingDevice device = cloud.device().connected();
        device.subscribe("a");
        simulator.misbehave(Fault.reorder("a"));

        simulator.publish("a", "1");
        simulator.publish("a", "2");
        simulator.publish("a", "3");

        assertThat(List.of(device.next(), device.next(), device.next())).containsExactly("[a] 2", "[a] 1", "[a] 3");
    }

    @Test
    void halfClose_endsOurSideOnly() throws Exception {
        simulator.misbehave(Fault.halfClose("a"));
        try (TestingWire device = new TestingWire(cloud, TestingWire.CONNECT_311)) {
            device.send("32 05 00 01 61 00 01");

            assertThat(device.next()).isEmpty();
            device.send("c0 00");
            // What another says after it is answered, so the server has seen it.
            assertThat(cloud.device("other", cloud.device).connected().puback("b", "x"))
                    .isZero();
            assertThat(simulator.connectedClients()).containsExactly("other", TestingCloud.THING);
        }
        await().until(() -> simulator.connections() == 1);
        assertThat(cloud.messages).extracting(CloudMessage::topic).containsExactly("b");
    }

    @Test
    void restart_keepsSessions() throws Exception {
        TestingDevice device = cloud.device();
        device.connectToSession(3_600);
        device.subscribe("a");
        int port = simulator.port();

        simulator.misbehave(Fault.restart(Duration.ofMillis(500)));
        device.ending();
        simulator.publish("a", "meanwhile");

        await().ignoreExceptions().until(() -> device.connectToSession(3_600).isSessionPresent());
        assertThat(device.next()).isEqualTo("[a] meanwhile");
        assertThat(simulator.port()).isEqualTo(port);
        assertThat(simulator.counters().faults()).isEqualTo(Map.of("restart", 1L));
    }

    @Test
    void restart_isListed_andEndsWithClear() {
        TestingDevice device = cloud.device();
        simulator.misbehave(Fault.drop("a"));
        simulator.misbehave(Fault.expireCertificate());
        simulator.misbehave(Fault.restart(Duration.ofMinutes(9)));
        Fault.Restart longer = Fault.restart(Duration.ofMinutes(10));
        simulator.misbehave(longer);

        assertThat(simulator.faults())
                .containsExactly(
                        new FaultBook.Entry(Fault.drop("a"), 0),
                        new FaultBook.Entry(longer, 1),
                        new FaultBook.Entry(Fault.expireCertificate(), 1));

        simulator.behave();
        assertThat(simulator.faults()).isEmpty();
        await().ignoreExceptions().untilAsserted(device::connected);
    }

    @Test
    void restart_isListed_untilItIsOver() {
        simulator.misbehave(Fault.restart(Duration.ofMillis(100)));

        await().until(() -> simulator.faults().isEmpty());
    }

    @Test
    void restart_doesNotBegin_onceItIsTakenBack() throws Exception {
        TestingDevice device = cloud.device().connected();
        device.subscribe("simulator/fault/+");

        device.send(order("restart 10m"));
        device.send(order("clear"));

        assertThat(List.of(device.next(), device.next())).allMatch(answer -> answer.contains("accepted"));
        // Longer than the notice after which a restart begins.
        simulator.misbehave(Fault.delay(Duration.ofMillis(300), "late"));
        assertThat(device.puback("late", "x")).isZero();
        assertThat(simulator.counters().faults()).isEqualTo(Map.of("delay", 1L));
    }

    private static Mqtt5Publish order(String text) {
        return Mqtt5Publish.builder()
                .topic(FaultService.TOPIC)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(text.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    @Test
    void faults_areEvents() throws Exception {
        TestingDevice device = cloud.device().connected();
        simulator.misbehave(Fault.refuse(0x97, "a").times(1));
        simulator.misbehave(Fault.drop("a").times(1));
        simulator.misbehave(Fault.expireCertificate());

        assertThat(device.puback("a", "x")).isEqualTo(0x97);
        device.send(Mqtt5Publish.builder().topic("a").build());
        device.ending();
        simulator.misbehave(Fault.restart(Duration.ofMillis(1)));

        await().untilAsserted(() -> assertThat(misbehaviour())
                .containsExactlyInAnyOrder(
                        "misbehaved: cloud: expire-certificate",
                        "misbehaved: robot-7: 'a' meets the fault 'refuse 0x97 a 1x'",
                        "misbehaved: robot-7: 'a' meets the fault 'drop a 1x'",
                        "misbehaved: cloud: restart 1ms"));
    }

    private List<String> misbehaviour() {
        return cloud.events.stream()
                .filter(SimulatorEvent.Misbehaved.class::isInstance)
                .map(SimulatorEvent::words)
                .toList();
    }

    @Test
    void expiredCertificate_isSeenByNewConnectionsOnly() {
        TestingDevice connected = cloud.device().connected();
        simulator.misbehave(Fault.expireCertificate());

        assertThat(connected.puback("a", "still here")).isZero();
        TestingDevice other = cloud.device("other", cloud.device);
        assertThatThrownBy(other::connected)
                .isInstanceOf(ConnectionFailedException.class)
                .hasStackTraceContaining("CertificateExpiredException");

        simulator.behave();
        other.connected();
    }

    @Test
    void expiredCertificate_isRefused_whereThereIsNone() throws IOException {
        try (AwsIotSimulator other = AwsIotSimulator.builder()
                .serverIdentity(
                        cloud.authority.server().key(),
                        List.of(cloud.authority.server().certificate()))
                .start()) {
            assertThatThrownBy(() -> other.misbehave(Fault.expireCertificate()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expiredServerIdentity");
        }
    }

    @Test
    void device_ordersFaults_byTheControlTopic() throws Exception {
        TestingDevice device = cloud.device().connected();
        device.subscribe("simulator/fault/+");

        device.publish("simulator/fault", "refuse 0x97 a/# 1x");
        assertThat(device.next()).isEqualTo("[simulator/fault/accepted] {\"fault\":\"refuse 0x97 a/# 1x\"}");
        assertThat(device.puback("a/b", "no")).isEqualTo(0x97);
        assertThat(device.puback("a/b", "yes")).isZero();

        device.publish("simulator/fault", "explode");
        assertThat(device.next())
                .startsWith("[simulator/fault/rejected] {\"fault\":\"explode\",\"message\":\"There is no fault");

        device.publish("simulator/fault", "drop a/#");
        assertThat(device.next()).contains("accepted");
        device.publish("simulator/fault", "clear");
        assertThat(device.next()).contains("accepted");
        assertThat(simulator.faults()).isEmpty();
    }
}
