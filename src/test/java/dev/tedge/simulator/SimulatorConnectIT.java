package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckRestrictions;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets a connection, and on which terms. */
class SimulatorConnectIT {

    private static int refusalCode(TestingDevice device, Mqtt5Connect connect) {
        try {
            device.client.connect(connect);
            return 0;
        } catch (Mqtt5ConnAckException e) {
            return e.getMqttMessage().getReasonCode().getCode();
        }
    }

    private static int refusalCode(TestingDevice device) {
        return refusalCode(device, Mqtt5Connect.builder().build());
    }

    /** In TLS 1.3 a client believes in the connection until the server's alert, or a reset, arrives. */
    private static void assertRefusedInTheHandshake(TestingDevice device) {
        assertThatThrownBy(device::connected)
                .isInstanceOfAny(ConnectionFailedException.class, ConnectionClosedException.class);
    }

    @Test
    void registeredDevice_connects_thoughItSignedItself() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            cloud.device().connected();

            assertThat(cloud.simulator().connectedClients()).containsExactly(TestingCloud.THING);
            assertThat(cloud.events).containsExactly(new SimulatorEvent.Connected(TestingCloud.THING, 5));
        }
    }

    @Test
    void device_connects_onceItIsRegistered_andNoMoreWhenItIsNot() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingIdentity signed = cloud.authority.rsaDevice("robot-8");
            TestingDevice device = cloud.device("robot-8", signed);

            assertRefusedInTheHandshake(device);
            assertThat(cloud.refusedBy(AwsRule.CERTIFICATE)).contains("CN=robot-8", "not registered");
            assertThat(cloud.simulator().acceptedConnections()).isZero();

            cloud.simulator().register(signed.certificate());
            device.connected();
            device.client.disconnect();

            cloud.simulator().deregister(signed.certificate());
            assertRefusedInTheHandshake(device);
        }
    }

    @Test
    void openConnection_ends_whenItsCertificateIsDeregistered() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            TestingIdentity other = TestingCertificates.selfSigned("robot-8");
            cloud.simulator().register(other.certificate());
            TestingDevice device = cloud.device().connected();
            TestingDevice innocent = cloud.device("robot-8", other).connected();

            cloud.simulator().deregister(cloud.device.certificate());

            assertThat(device.disconnectCode()).isEqualTo(0x87);
            assertThat(innocent.publish("a", "still here").getError()).isEmpty();
            assertThat(cloud.simulator().connectedClients()).containsExactly("robot-8");
        }
    }

    @Test
    void device_isRefusedInTheHandshake_withoutCertificate() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            MqttClientSslConfig trustOnly = MqttClientSslConfig.builder()
                    .trustManagerFactory(cloud.authority.trustManagers())
                    .build();
            TestingDevice device = cloud.device(TestingCloud.THING, trustOnly);

            assertRefusedInTheHandshake(device);
            assertThat(cloud.simulator().acceptedConnections()).isZero();
        }
    }

    @Test
    void device_isRefusedInTheHandshake_outsideItsValidity() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            for (TestingIdentity identity : new TestingIdentity[] {
                cloud.authority.expiredDevice(TestingCloud.THING), cloud.authority.notYetValidDevice(TestingCloud.THING)
            }) {
                cloud.events.clear();
                cloud.simulator().register(identity.certificate());
                TestingDevice device = cloud.device(TestingCloud.THING, identity);

                assertRefusedInTheHandshake(device);
                assertThat(cloud.refusedBy(AwsRule.CERTIFICATE)).contains("CN=" + TestingCloud.THING);
            }
        }
    }

    @Test
    void device_isRefused_whenItHasTheCertificateButNotTheKey() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingIdentity thief = new TestingIdentity(
                    TestingCertificates.selfSigned(TestingCloud.THING).key(), cloud.device.certificate());

            assertRefusedInTheHandshake(cloud.device(TestingCloud.THING, thief));
            assertThat(cloud.simulator().acceptedConnections()).isZero();
        }
    }

    @Test
    void clientId_mustBeTheThingName_byPolicy() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            assertThat(refusalCode(cloud.device("robot-8", cloud.device))).isEqualTo(0x87);
            assertThat(cloud.refusedBy(AwsRule.POLICY)).contains("iot:Connect on client/robot-8");
            assertThat(cloud.simulator().acceptedConnections()).isZero();
        }
    }

    @Test
    void connectOf311_isRefusedWithItsOwnCode_byPolicy() throws Exception {
        String nothing = "{\"Version\":\"2012-10-17\",\"Statement\":"
                + "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}}";
        try (TestingCloud cloud = TestingCloud.with(settings -> settings.policy(PolicyDocument.parse(nothing)))) {
            // AWS sends 7, which is none of the protocol's.
            try (TestingWire device = new TestingWire(cloud, TestingWire.CONNECT_311)) {
                assertThat(device.connAck).isEqualTo("20 0007");
                assertThat(device.next()).isEmpty();
            }
        }
    }

    @Test
    void connack_statesTheTermsOfAws() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            Mqtt5ConnAckRestrictions terms = cloud.device().connectToSession(60).getRestrictions();

            assertThat(terms.getMaximumQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);
            assertThat(terms.getReceiveMaximum()).isEqualTo(100);
            assertThat(terms.getTopicAliasMaximum()).isEqualTo(8);
            assertThat(terms.getMaximumPacketSize()).isEqualTo(149_504);
            assertThat(terms.isRetainAvailable()).isTrue();
            assertThat(terms.isWildcardSubscriptionAvailable()).isTrue();
            assertThat(terms.isSharedSubscriptionAvailable()).isTrue();
            assertThat(terms.areSubscriptionIdentifiersAvailable()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"60, -1", "3600, -1", "604800, 3600", "4294967295, 3600"})
    void sessionExpiry_isGrantedUpToTheAccountsLimit(long wanted, long granted) throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            OptionalLong told = cloud.device().connectToSession(wanted).getSessionExpiryInterval();

            // Told only where it differs from the wish.
            assertThat(told).isEqualTo(granted < 0 ? OptionalLong.empty() : OptionalLong.of(granted));
        }
    }

    @Test
    void sessionExpiry_isGrantedFor7Days_whenTheAccountHasThem() throws Exception {
        try (TestingCloud cloud = TestingCloud.with(settings -> settings.sessionExpiry(Duration.ofDays(7)))) {
            assertThat(cloud.device().connectToSession(1_000_000).getSessionExpiryInterval())
                    .hasValue(604_800);
        }
        assertThatThrownBy(() -> AwsIotSimulator.builder().sessionExpiry(Duration.ofDays(8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"5, 30", "30, -1", "60, -1", "1200, -1", "2000, 1200", "0, 1200"})
    void keepAlive_isBroughtIntoItsBounds(int wanted, int granted) throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            Mqtt5ConnAck connAck = cloud.device()
                    .client
                    .connect(Mqtt5Connect.builder().keepAlive(wanted).build());

            assertThat(connAck.getServerKeepAlive())
                    .isEqualTo(granted < 0 ? OptionalInt.empty() : OptionalInt.of(granted));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a good will, thinedge/robot-7/td/gone, 1, 0",
        "QoS 2, thinedge/robot-7/td/gone, 2, 155",
        "topic too deep, a/b/c/d/e/f/g/h/i, 1, 144",
        "topic reserved, $mine, 1, 144"
    })
    void will_isChecked(String reason, String topic, int qos, int code) throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            MqttQos willQos = MqttQos.fromCode(qos);
            assertThat(willQos).isNotNull();
            Mqtt5Connect connect = Mqtt5Connect.builder()
                    .willPublish()
                    .topic(topic)
                    .qos(willQos == null ? MqttQos.AT_MOST_ONCE : willQos)
                    .applyWillPublish()
                    .build();

            assertThat(refusalCode(cloud.device(), connect)).as(reason).isEqualTo(code);
            if (code == 155) {
                assertThat(cloud.refusedBy(AwsRule.QOS)).contains("QoS 2 of the will");
            }
        }
    }

    @Test
    void secondConnection_takesOver_andTheFirstIsTold() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice first = cloud.device().connected();
            TestingDevice second = cloud.device().connected();

            assertThat(first.disconnectCode()).isEqualTo(0x8E);
            assertThat(second.publish("thinedge/robot-7/td/x", "1").getError()).isEmpty();
            assertThat(cloud.simulator().connections()).isOne();
            assertThat(cloud.simulator().acceptedConnections()).isEqualTo(2);
            await().untilAsserted(
                            () -> assertThat(cloud.events).anyMatch(SimulatorEvent.Disconnected.class::isInstance));
        }
    }
}
