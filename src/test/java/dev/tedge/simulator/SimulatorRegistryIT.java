package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.registry.CertificateStatus;
import dev.tedge.simulator.registry.RegisteredCertificate;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the record of a certificate means for its device. */
class SimulatorRegistryIT {

    private static final TestingIdentity ARM = TestingCertificates.selfSigned("made by ACME");

    private static PolicyDocument publishTo(String topic) {
        return PolicyDocument.parse("""
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "iot:Connect", "Resource": "*"},
                  {"Effect": "Allow", "Action": "iot:Publish", "Resource":
                    "arn:aws:iot:eu-central-1:123456789012:topic/%s"}]}
                """.formatted(topic));
    }

    private static TestingCloud cloud() throws Exception {
        return TestingCloud.with(settings -> settings.policy(TestingCloud.ALL)
                .device(ARM.certificate(), "arm-1", publishTo("arms/${iot:Connection.Thing.ThingName}")));
    }

    @Test
    void certificate_hasItsOwnThingAndPolicy() throws Exception {
        try (TestingCloud cloud = cloud()) {
            assertThat(cloud.device("arm-1", ARM).connected().puback("arms/arm-1", "x"))
                    .isZero();
            assertThat(cloud.device("arm-1", ARM).connected().puback("arms/arm-2", "x"))
                    .isEqualTo(0x87);
            assertThat(cloud.device().connected().puback("arms/arm-2", "x")).isZero();
        }
    }

    @Test
    void policiesOfARecord_holdTogether_andForOpenConnections() throws Exception {
        try (TestingCloud cloud = cloud()) {
            TestingDevice arm = cloud.device("arm-1", ARM).connected();
            assertThat(arm.puback("arms/arm-1", "x")).isZero();

            cloud.simulator()
                    .register(new RegisteredCertificate(
                            ARM.certificate(),
                            CertificateStatus.ACTIVE,
                            Optional.of("arm-1"),
                            Optional.of(List.of(publishTo("left"), publishTo("right")))));

            assertThat(arm.puback("left", "x")).isZero();
            assertThat(arm.puback("right", "x")).isZero();
            assertThat(arm.puback("arms/arm-1", "x")).isEqualTo(0x87);
        }
    }

    @Test
    void deactivation_endsTheConnection() throws Exception {
        try (TestingCloud cloud = cloud()) {
            TestingDevice arm = cloud.device("arm-1", ARM).connected();

            cloud.simulator()
                    .register(
                            RegisteredCertificate.of(ARM.certificate(), "arm-1").with(CertificateStatus.INACTIVE));

            assertThat(arm.disconnectCode()).isEqualTo(0x87);
        }
    }
}
