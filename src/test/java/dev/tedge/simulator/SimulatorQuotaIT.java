package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.tedge.simulator.quota.Quotas;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Rates, where they are switched on. The time stands still unless a test lets it pass. */
class SimulatorQuotaIT {

    private final AtomicLong now = new AtomicLong();

    private TestingCloud cloud(Quotas quotas) throws IOException {
        return TestingCloud.with(
                builder -> builder.policy(TestingCloud.ALL).quotas(quotas).clock(now::get));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void messagesOverTheRate_areDiscarded_andSaidSoInPuback() throws Exception {
        try (TestingCloud cloud = cloud(Quotas.NONE.withPublishesPerSecond(3))) {
            TestingDevice device = cloud.device().connected();

            for (int i = 1; i <= 3; i++) {
                assertThat(device.puback("a", "taken " + i)).isZero();
            }
            assertThat(device.puback("a", "discarded")).isEqualTo(0x97);
            assertThat(cloud.refusedBy(AwsRule.RATE)).isEqualTo("the message to 'a' is over the rate");
            pass(Duration.ofSeconds(1));
            assertThat(device.puback("a", "taken 4")).isZero();

            await().untilAsserted(() -> assertThat(cloud.messages)
                    .extracting(CloudMessage::text)
                    .containsExactly("taken 1", "taken 2", "taken 3", "taken 4"));
            assertThat(cloud.simulator().counters())
                    .isEqualTo(
                            new SimulatorCounters(1, Map.of(), 0, new SimulatorCounters.OverQuota(0, 1, 0), Map.of()));
        }
    }

    @Test
    void messagesOverTheRate_areNotAcknowledged_to311() throws Exception {
        try (TestingCloud cloud = cloud(Quotas.NONE.withPublishesPerSecond(1));
                TestingWire device = new TestingWire(cloud, TestingWire.CONNECT_311)) {
            // QoS 1 to "a" with the packet ids 1 and 2, then PINGREQ.
            device.send("32 05 00 01 61 00 01" + "32 05 00 01 61 00 02" + "C0 00");

            assertThat(device.next()).contains("40 0001");
            assertThat(device.next()).contains("D0 ");
            assertThat(cloud.simulator().counters().overQuota().publishes()).isEqualTo(1);
        }
    }

    @Test
    void deliveriesCount_andAreDiscardedOverTheRate() throws Exception {
        try (TestingCloud cloud = cloud(Quotas.NONE.withPublishesPerSecond(2))) {
            TestingDevice device = cloud.device().connected();
            device.subscribe("a");
            device.publish("b", "counts too");

            cloud.simulator().publish("a", "delivered");
            cloud.simulator().publish("a", "discarded");

            assertThat(device.next()).isEqualTo("[a] delivered");
            await().until(() -> cloud.simulator().counters().overQuota().deliveries() == 1);
            pass(Duration.ofSeconds(1));
            cloud.simulator().publish("a", "delivered again");
            assertThat(device.next()).isEqualTo("[a] delivered again");
        }
    }

    @Test
    void bytesOverTheRate_areDelayed_forThisConnectionOnly() throws Exception {
        // A thousand seconds and more of debt: what comes behind waits for longer than the test.
        try (TestingCloud cloud = cloud(Quotas.NONE.withBytesPerSecond(100))) {
            TestingDevice device = cloud.device().connected();
            TestingDevice other = cloud.device("robot-8", cloud.device).connected();
            device.publish("a", "x".repeat(100_000));

            device.send(Mqtt5Publish.builder()
                    .topic("late")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .build());
            other.publish("b", "1");
            other.publish("b", "2");

            assertThat(cloud.messages).extracting(CloudMessage::topic).containsExactly("a", "b", "b");
        }
    }

    @Test
    void bytesOverTheRate_arriveLater_inOrder() throws Exception {
        try (TestingCloud cloud = cloud(Quotas.NONE.withBytesPerSecond(40_000))) {
            TestingDevice device = cloud.device().connected();
            device.subscribe("echo");

            // The bucket stays empty, so that each of them makes a rest of its own.
            for (int i = 0; i < 3; i++) {
                device.publish("echo", i + "x".repeat(15_000));
            }

            for (int i = 0; i < 3; i++) {
                assertThat(device.next()).startsWith("[echo] " + i);
            }
        }
    }

    @Test
    void storedMessages_areDelayed_andAllCome() throws Exception {
        try (TestingCloud cloud = cloud(Quotas.NONE.withStoredPerSecond(2))) {
            TestingDevice device = cloud.device();
            device.connectToSession(60);
            device.subscribe("a");
            device.client.disconnect();
            for (int i = 1; i <= 4; i++) {
                cloud.simulator().publish("a", String.valueOf(i));
            }

            long begin = System.nanoTime();
            device.connectToSession(60);

            for (int i = 1; i <= 4; i++) {
                assertThat(device.next()).isEqualTo("[a] " + i);
            }
            // Half a second before the third and, as the clock of the rates stands still, a whole one before the
            // fourth.
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1_500));
        }
    }

    @Test
    void connectsOverTheRate_areRefused_perClientId() throws Exception {
        try (TestingCloud cloud = cloud(Quotas.AWS)) {
            cloud.device().connected().client.disconnect();

            assertRefused(cloud.device(), Mqtt5ConnAckReasonCode.QUOTA_EXCEEDED);
            assertThatThrownBy(
                            () -> cloud.deviceOf311(new CompletableFuture<>()).connect())
                    .isInstanceOf(Mqtt3ConnAckException.class);
            cloud.device("robot-8", cloud.device).connected();
            pass(Duration.ofSeconds(1));
            cloud.device().connected();

            assertThat(cloud.simulator().counters().connections()).isEqualTo(3);
            assertThat(cloud.simulator().counters().overQuota().connects()).isEqualTo(2);
        }
    }

    @Test
    void connectsOverTheRate_areRefused_beforeTheCertificateIsLookedAt() throws Exception {
        TestingCertificates factory = new TestingCertificates();
        TestingIdentity robot = factory.device("robot-17");
        // Registered after the test: a certificate that a known CA has issued reaches CONNECT.
        try (TestingCloud cloud = TestingCloud.with(settings -> settings.jitr(factory.authority())
                .provisioningDelay(Duration.ofHours(1))
                .quotas(Quotas.AWS)
                .clock(now::get))) {
            TestingDevice device = cloud.device("robot-17", robot);
            assertThatThrownBy(device::connected).isInstanceOf(ConnectionClosedException.class);
            assertThat(cloud.refusedBy(AwsRule.CERTIFICATE)).contains("CN=robot-17");

            assertRefused(cloud.device("robot-17", robot), Mqtt5ConnAckReasonCode.QUOTA_EXCEEDED);
        }
    }

    private static void assertRefused(TestingDevice device, Mqtt5ConnAckReasonCode code) {
        assertThatThrownBy(device::connected)
                .isInstanceOfSatisfying(
                        Mqtt5ConnAckException.class,
                        refused -> assertThat(refused.getMqttMessage().getReasonCode())
                                .isEqualTo(code));
    }

    @Test
    void awsDefaults_discardWhatIsOverAHundred() throws Exception {
        try (TestingCloud cloud = cloud(Quotas.AWS)) {
            TestingDevice device = cloud.device().connected();

            for (int i = 0; i < 100; i++) {
                assertThat(device.puback("a", "x")).isZero();
            }

            assertThat(device.puback("a", "x")).isEqualTo(0x97);
        }
    }
}
