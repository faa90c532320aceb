package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.simulator.registry.CertificateStatus;
import dev.tedge.simulator.registry.RegisteredCertificate;
import dev.tedge.simulator.registry.Registry;
import dev.tedge.testing.TestingCertificates;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeviceRegistryTest {

    private final List<SimulatorEvent> events = new ArrayList<>();
    private final Registry registry = new Registry(List.of(), List.of());
    private final DeviceRegistry trust = new DeviceRegistry(registry, certificate -> false, events::add);

    private void check(X509Certificate certificate) throws CertificateException {
        trust.checkClientTrusted(new X509Certificate[] {certificate}, "EC");
    }

    @Test
    void registry_trustsACertificate_whileItIsRegistered() {
        X509Certificate device = TestingCertificates.selfSigned("robot-7").certificate();

        assertThatThrownBy(() -> check(device))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("CN=robot-7")
                .hasMessageContaining("not registered");
        registry.register(RegisteredCertificate.of(device, "robot-7"));
        assertThatCode(() -> check(device)).doesNotThrowAnyException();
        registry.deregister(device);
        assertThatThrownBy(() -> check(device)).isInstanceOf(CertificateException.class);
        assertThat(events).hasSize(2).allMatch(SimulatorEvent.Refused.class::isInstance);
    }

    @ParameterizedTest
    @EnumSource(value = CertificateStatus.class, names = "ACTIVE", mode = EnumSource.Mode.EXCLUDE)
    void registry_trustsNoCertificate_thatIsNotActive(CertificateStatus status) {
        X509Certificate device = TestingCertificates.selfSigned("robot-7").certificate();
        registry.register(RegisteredCertificate.of(device, "robot-7").with(status));

        assertThatThrownBy(() -> check(device)).hasMessageContaining("registered, but " + status);
    }

    @Test
    void registry_knowsTheCertificate_notTheNameInIt() {
        registry.register(RegisteredCertificate.of(
                TestingCertificates.selfSigned("robot-7").certificate(), "robot-7"));

        assertThatThrownBy(() -> check(TestingCertificates.selfSigned("robot-7").certificate()))
                .hasMessageContaining("not registered");
    }

    @Test
    void registry_trustsNoServer() {
        X509Certificate device = TestingCertificates.selfSigned("robot-7").certificate();
        registry.register(RegisteredCertificate.of(device, "robot-7"));

        assertThatThrownBy(() -> trust.checkServerTrusted(new X509Certificate[] {device}, "EC"))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void thingName_isTheCommonName_asWritten() {
        assertThat(DeviceRegistry.thingName(
                        TestingCertificates.selfSigned("a, b=ü").certificate()))
                .isEqualTo("a, b=ü");
    }

    @Test
    void simulator_doesNotStart_withoutIdentity() {
        assertThatThrownBy(() -> AwsIotSimulator.builder().start()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void builder_refusesAnEmptyChain() {
        assertThatThrownBy(() -> AwsIotSimulator.builder()
                        .serverIdentity(TestingCertificates.selfSigned("x").key(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
