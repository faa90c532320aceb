package dev.tedge.simulator.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.testing.TestingCertificates;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryTest {

    private static final X509Certificate ROBOT =
            TestingCertificates.selfSigned("robot-7").certificate();
    private static final X509Certificate LATER =
            TestingCertificates.selfSigned("robot-8").certificate();
    private static final PolicyDocument POLICY = PolicyDocument.parse("""
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "iot:*", "Resource": "*"}}
            """);

    private final Registry registry =
            new Registry(List.of(RegisteredCertificate.of(ROBOT, "robot-7")), List.of(Thing.named("gripper")));

    private ObjectNode saved() {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        registry.save(state);
        return state;
    }

    private static Registry restored(ObjectNode state) {
        Registry registry = new Registry(List.of(), List.of());
        registry.restore(state);
        return registry;
    }

    @Test
    void certificate_hasItsHashAsId() {
        assertThat(RegisteredCertificate.id(ROBOT)).matches("[0-9a-f]{64}");
        assertThat(registry.find(RegisteredCertificate.id(ROBOT))).isEqualTo(registry.find(ROBOT));
    }

    @Test
    void thing_comesWithItsCertificate_butReplacesNone() {
        Thing typed = new Thing("robot-8", Optional.of("robot"), Map.of("hall", "4"));
        registry.put(typed);
        registry.register(RegisteredCertificate.of(LATER, "robot-8"));

        assertThat(registry.thing("robot-7")).contains(Thing.named("robot-7"));
        assertThat(registry.thing("robot-8")).contains(typed);
        assertThat(registry.things()).extracting(Thing::name).containsExactly("gripper", "robot-7", "robot-8");
    }

    @Test
    void everyChange_hasAnotherVersion() {
        long before = registry.version();
        registry.put(Thing.named("robot-9"));
        long between = registry.version();
        registry.deregister(ROBOT);

        assertThat(between).isNotEqualTo(before);
        assertThat(registry.version()).isNotEqualTo(between).isNotEqualTo(before);
        assertThat(registry.certificates()).isEmpty();
    }

    @Test
    void registry_savesWhatCameLater_andNotWhatItWasGiven() {
        RegisteredCertificate later =
                RegisteredCertificate.of(LATER, "robot-8", POLICY).with(CertificateStatus.INACTIVE);
        registry.put(new Thing("robot-8", Optional.of("robot"), Map.of("hall", "4")));
        registry.register(later);

        Registry again = restored(saved());

        assertThat(again.things()).containsExactly(new Thing("robot-8", Optional.of("robot"), Map.of("hall", "4")));
        assertThat(again.certificates()).hasSize(1);
        RegisteredCertificate found = again.find(LATER).orElseThrow();
        assertThat(found.status()).isEqualTo(CertificateStatus.INACTIVE);
        assertThat(found.thing()).contains("robot-8");
        assertThat(found.policies().orElseThrow())
                .extracting(PolicyDocument::sources)
                .containsExactly(POLICY.sources());
    }

    @Test
    void registry_savesWhatHasChanged() {
        registry.register(RegisteredCertificate.of(ROBOT, "robot-7").with(CertificateStatus.INACTIVE));

        Registry again = restored(saved());

        assertThat(again.find(ROBOT))
                .contains(RegisteredCertificate.of(ROBOT, "robot-7").with(CertificateStatus.INACTIVE));
    }

    @Test
    void deregistration_outlastsTheSimulator_untilTheCertificateIsRegisteredAnew() {
        registry.deregister(ROBOT);
        Registry again = new Registry(List.of(RegisteredCertificate.of(ROBOT, "robot-7")), List.of());
        again.restore(saved());
        assertThat(again.find(ROBOT)).isEmpty();

        ObjectNode next = JsonNodeFactory.instance.objectNode();
        again.save(next);
        assertThat(next.path("removed")).hasSize(1);
        again.register(RegisteredCertificate.of(ROBOT, "robot-7"));
        ObjectNode last = JsonNodeFactory.instance.objectNode();
        again.save(last);

        assertThat(again.find(ROBOT)).isPresent();
        assertThat(last.has("removed")).isFalse();
    }

    @Test
    void certificates_areInOrderOfTheirIds() {
        registry.register(RegisteredCertificate.of(LATER, "robot-8"));

        assertThat(registry.certificates())
                .extracting(RegisteredCertificate::id)
                .hasSize(2)
                .isSorted();
    }

    @Test
    void brokenRemoval_isRefused() {
        ObjectNode state = saved();
        state.putArray("removed").add(1);

        assertThatThrownBy(() -> restored(state)).hasMessageContaining("\"removed\", entry 1");
    }

    @ParameterizedTest
    @CsvSource({"status, \"certificates\"", "certificate, \"certificates\""})
    void brokenState_isRefused_withTheField(String member, String message) {
        registry.register(RegisteredCertificate.of(LATER, "robot-8"));
        ObjectNode state = saved();
        ((ObjectNode) state.path("certificates").get(0)).put(member, "rubbish");

        assertThatThrownBy(() -> restored(state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("entry 1");
    }
}
