package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.testing.TestingCertificates;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceRegistryTest {

    private final List<SimulatorEvent> events = new ArrayList<>();
    private final DeviceRegistry registry = new DeviceRegistry(List.of(), events::add);

    private void check(X509Certificate certificate) throws CertificateException {
        registry.checkClientTrusted(new X509Certificate[] {certificate}, "EC");
    }

    @Test
    void registry_trustsACertificate_whileItIsRegistered() {
        X509Certificate device = TestingCertificates.selfSigned("robot-7").certificate();

        assertThatThrownBy(() -> check(device))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("CN=robot-7")
                .hasMessageContaining("not registered");
        registry.register(device);
        assertThatCode(() -> check(device)).doesNotThrowAnyException();
        registry.deregister(device);
        assertThatThrownBy(() -> check(device)).isInstanceOf(CertificateException.class);
        assertThat(events).hasSize(2).allMatch(SimulatorEvent.Refused.class::isInstance);
    }

    @Test
    void registry_knowsTheCertificate_notTheNameInIt() {
        registry.register(TestingCertificates.selfSigned("robot-7").certificate());

        assertThatThrownBy(() -> check(TestingCertificates.selfSigned("robot-7").certificate()))
                .hasMessageContaining("not registered");
    }

    @Test
    void registry_trustsNoServer() {
        X509Certificate device = TestingCertificates.selfSigned("robot-7").certificate();
        registry.register(device);

        assertThatThrownBy(() -> registry.checkServerTrusted(new X509Certificate[] {device}, "EC"))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void thingName_isTheCommonName_asWritten() {
        assertThat(DeviceRegistry.commonName(
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
