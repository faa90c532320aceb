package dev.tedge.simulator.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.ConnectRequest;
import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.simulator.registry.CertificateStatus;
import dev.tedge.simulator.registry.RegisteredCertificate;
import dev.tedge.simulator.registry.Registry;
import dev.tedge.simulator.service.DeviceMessage;
import dev.tedge.simulator.service.TestingServiceCloud;
import dev.tedge.testing.TestingCertificates;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetProvisioningTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final KeyPair KEY = TestingRequests.key("EC", 256);
    private static final String FROM_CSR = "$aws/certificates/create-from-csr/json";
    private static final String PROVISION = "$aws/provisioning-templates/robots/provision/json";
    private static final X509Certificate CLAIM =
            TestingCertificates.selfSigned("claim").certificate();

    private final TestingServiceCloud cloud = new TestingServiceCloud();
    private final Registry registry = new Registry(List.of(), List.of());
    private final FleetProvisioning service = service(Runnable::run);

    private FleetProvisioning service(Executor keyMaker) {
        return new FleetProvisioning(
                cloud,
                registry,
                new ProvisioningSettings(
                        Map.of("robots", ProvisioningTemplate.parse("""
                            {"Parameters": {"Serial": {"Type": "String"}},
                             "Resources": {
                               "thing": {"Type": "AWS::IoT::Thing", "Properties": {
                                 "ThingName": {"Fn::Sub": "robot-${Serial}"}}},
                               "certificate": {"Type": "AWS::IoT::Certificate"}}}
                            """)), Map.of(), List.of(), Duration.ZERO),
                keyMaker);
    }

    private JsonNode ask(X509Certificate certificate, String topic, String payload) {
        cloud.sent.clear();
        service.published(message(certificate, topic, payload));
        cloud.pass(Duration.ZERO);
        assertThat(cloud.sent).hasSize(1);
        String answer = cloud.sent.get(0);
        try {
            ObjectNode json = (ObjectNode) JSON.readTree(answer.substring(answer.indexOf('{')));
            assertThat(answer)
                    .startsWith("new-device " + topic + (json.has("errorCode") ? "/rejected {" : "/accepted {"));
            return json;
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer, e);
        }
    }

    private static DeviceMessage message(X509Certificate certificate, String topic, String payload) {
        ConnectedClient device = new ConnectedClient(
                new ConnectRequest(
                        "new-device",
                        5,
                        new ConnectRequest.Credentials(Optional.empty(), Optional.empty(), List.of(certificate)),
                        new ConnectRequest.SessionRequest(true, Duration.ZERO, Duration.ZERO),
                        Optional.empty()),
                Instant.EPOCH);
        return new DeviceMessage(device, ServerMessage.of(topic, Payload.of(payload), 1));
    }

    private static String csr(String request) {
        return JSON.createObjectNode().put("certificateSigningRequest", request).toString();
    }

    private static String provision(String token) {
        return JSON.createObjectNode()
                .put("certificateOwnershipToken", token)
                .set("parameters", JSON.createObjectNode().put("Serial", "17"))
                .toString();
    }

    private JsonNode certificate() {
        return ask(CLAIM, FROM_CSR, csr(TestingRequests.of("robot", KEY)));
    }

    private String outcome(X509Certificate certificate, String token) {
        JsonNode answer = ask(certificate, PROVISION, provision(token));
        return answer.path("thingName").asText() + answer.path("errorCode").asText();
    }

    @Test
    void certificate_waits_untilItsThingIsRegistered() {
        JsonNode created = certificate();
        String id = created.path("certificateId").asText();
        RegisteredCertificate pending = registry.find(id).orElseThrow();

        assertThat(created.has("privateKey")).isFalse();
        assertThat(created.path("certificatePem").asText()).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(pending.status()).isEqualTo(CertificateStatus.PENDING_ACTIVATION);
        assertThat(pending.certificate().getPublicKey()).isEqualTo(KEY.getPublic());
        assertThat(pending.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=robot");

        JsonNode registered = ask(
                CLAIM,
                PROVISION,
                provision(created.path("certificateOwnershipToken").asText()));

        assertThat(registered.toString()).isEqualTo("{\"deviceConfiguration\":{},\"thingName\":\"robot-17\"}");
        RegisteredCertificate active = registry.find(id).orElseThrow();
        assertThat(active.status()).isEqualTo(CertificateStatus.ACTIVE);
        assertThat(active.thing()).contains("robot-17");
        assertThat(active.policies()).contains(List.of());
    }

    @ParameterizedTest
    @CsvSource({"''", "{}"})
    void keys_areMadeByTheCloud(String payload) {
        JsonNode created = ask(CLAIM, "$aws/certificates/create/json", payload);

        assertThat(created.path("privateKey").asText()).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(outcome(CLAIM, created.path("certificateOwnershipToken").asText()))
                .isEqualTo("robot-17");
    }

    @Test
    void token_isGoodOnce_forItsOwner_forAnHour() {
        String token = certificate().path("certificateOwnershipToken").asText();
        X509Certificate other = TestingCertificates.selfSigned("claim").certificate();

        assertThat(outcome(other, token)).isEqualTo("InvalidCertificateOwnershipToken");
        cloud.pass(Duration.ofMinutes(59));
        assertThat(outcome(CLAIM, token)).isEqualTo("robot-17");
        assertThat(outcome(CLAIM, token)).isEqualTo("InvalidCertificateOwnershipToken");
        cloud.pass(Duration.ofHours(2));
        assertThat(registry.certificates()).hasSize(1);
    }

    @Test
    void certificate_isForgotten_whenNobodyClaimsIt() {
        String token = certificate().path("certificateOwnershipToken").asText();
        assertThat(registry.certificates()).hasSize(1);

        cloud.pass(Duration.ofHours(1));

        assertThat(registry.certificates()).isEmpty();
        assertThat(outcome(CLAIM, token)).isEqualTo("InvalidCertificateOwnershipToken");
    }

    @Test
    void certificate_doesNotOutlastItsToken_inANewSimulator() {
        assertThat(outcome(
                        CLAIM, certificate().path("certificateOwnershipToken").asText()))
                .isEqualTo("robot-17");
        String unclaimed = certificate().path("certificateId").asText();
        ObjectNode state = JSON.createObjectNode();
        service.save(state);

        service.restore(state);

        assertThat(registry.find(unclaimed)).isEmpty();
        assertThat(registry.certificates()).hasSize(1);
    }

    private static DeviceMessage create(X509Certificate claim) {
        return message(claim, "$aws/certificates/create/json", "");
    }

    @Test
    void certificatesThatWait_areNotWithoutNumber() {
        List<Runnable> work = new ArrayList<>();
        FleetProvisioning slow = service(work::add);
        int claims = FleetProvisioning.MOST_UNCLAIMED / FleetProvisioning.MOST_OF_ONE_CLAIM;
        for (int claim = 0; claim < claims; claim++) {
            X509Certificate certificate =
                    TestingCertificates.selfSigned("claim").certificate();
            for (int request = 0; request < FleetProvisioning.MOST_OF_ONE_CLAIM; request++) {
                slow.published(create(certificate));
            }
        }
        assertThat(cloud.rejected).isEmpty();

        slow.published(create(CLAIM));

        assertThat(cloud.rejected).hasSize(1).allMatch(text -> text.contains(" 429 Throttling"));
        assertThat(work).hasSize(FleetProvisioning.MOST_UNCLAIMED);
    }

    @Test
    void claimThatAsksTooOften_locksOutItself_andNobodyElse() {
        X509Certificate greedy = TestingCertificates.selfSigned("greedy").certificate();
        String request = csr(TestingRequests.of("robot", KEY));
        for (int number = 0; number < FleetProvisioning.MOST_OF_ONE_CLAIM; number++) {
            assertThat(ask(greedy, FROM_CSR, request).has("errorCode")).isFalse();
        }

        assertThat(ask(greedy, FROM_CSR, request).path("errorCode").asText()).isEqualTo("Throttling");
        assertThat(certificate().has("errorCode")).isFalse();
        cloud.pass(OwnershipTokens.VALIDITY);
        assertThat(ask(greedy, FROM_CSR, request).has("errorCode")).isFalse();
    }

    @Test
    void keys_areRefused_whileTooManyAreBeingMade() {
        FleetProvisioning full = service(work -> {
            throw new RejectedExecutionException();
        });

        for (int request = 0; request <= FleetProvisioning.MOST_OF_ONE_CLAIM; request++) {
            full.published(create(CLAIM));
        }

        assertThat(cloud.rejected)
                .hasSize(FleetProvisioning.MOST_OF_ONE_CLAIM + 1)
                .allMatch(text -> text.endsWith(" 429 Throttling: Too many keys are being made"));
    }

    @Test
    void timerOfAToken_isCancelled_whenItIsUsed() {
        String token = certificate().path("certificateOwnershipToken").asText();
        assertThat(cloud.waiting()).isEqualTo(1);

        assertThat(outcome(CLAIM, token)).isEqualTo("robot-17");

        assertThat(cloud.waiting()).isZero();
    }

    @Test
    void everyChange_hasAnotherVersion() {
        long before = service.version();
        String token = certificate().path("certificateOwnershipToken").asText();
        long issued = service.version();
        outcome(CLAIM, token);

        assertThat(issued).isGreaterThan(before);
        assertThat(service.version()).isGreaterThan(issued);
    }

    @Test
    void failedRegistration_leavesTokenAndRegistryAsTheyAre() {
        String token = certificate().path("certificateOwnershipToken").asText();

        JsonNode answer = ask(CLAIM, PROVISION, "{\"certificateOwnershipToken\":\"" + token + "\"}");

        assertThat(answer.path("statusCode").asInt()).isEqualTo(400);
        assertThat(answer.path("errorCode").asText()).isEqualTo("InvalidParameters");
        assertThat(answer.path("errorMessage").asText()).contains("'Serial'");
        assertThat(registry.things()).isEmpty();
        assertThat(outcome(CLAIM, token)).isEqualTo("robot-17");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no JSON | $aws/certificates/create-from-csr/json | { | InvalidJson",
                "a list | $aws/certificates/create/json | [] | InvalidJson",
                "no request | $aws/certificates/create-from-csr/json | {} | InvalidParameters",
                "CBOR | $aws/certificates/create/cbor | {} | UnsupportedPayloadFormat",
                "no token | $aws/provisioning-templates/robots/provision/json | {} | InvalidCertificateOwnershipToken",
                "a bad token | $aws/provisioning-templates/robots/provision/json | {'certificateOwnershipToken':'x'}"
                        + " | InvalidCertificateOwnershipToken",
                "no template | $aws/provisioning-templates/boats/provision/json | {} | ResourceNotFound",
                "a bad request | $aws/certificates/create-from-csr/json | {'certificateSigningRequest':'x'}"
                        + " | InvalidCertificateSigningRequest",
            })
    void badRequest_isRejected(String reason, String topic, String payload, String code) {
        JsonNode answer = ask(CLAIM, topic, payload.replace('\'', '"'));

        assertThat(answer.path("errorCode").asText()).as(reason).isEqualTo(code);
        assertThat(answer.path("errorMessage").asText()).isNotEmpty();
        assertThat(answer.path("statusCode").asInt()).isBetween(400, 499);
        assertThat(cloud.rejected).hasSize(1);
        assertThat(registry.certificates()).isEmpty();
    }

    @Test
    void weakOrForgedRequests_areRefused() {
        KeyPair weak = TestingRequests.key("RSA", 1024);
        String rsa = TestingRequests.of("robot", TestingRequests.key("RSA", 2048));
        String ec = TestingRequests.of("robot", KEY);
        List<String> requests = List.of(
                TestingRequests.of("robot", weak),
                TestingRequests.of("robot", KEY, TestingRequests.key("EC", 256).getPrivate()),
                TestingRequests.of("robot", KEY).replace("CERTIFICATE REQUEST", "CERTIFICATE"),
                TestingRequests.of("robot", KEY).substring(0, 100) + "\n-----END CERTIFICATE REQUEST-----\n",
                TestingRequests.damaged(rsa),
                TestingRequests.damaged(ec),
                ec.replaceFirst("\nMI", "\n===="),
                ec.replaceFirst("\nMI", "\nM!"),
                " ".repeat(4096) + TestingRequests.of("robot", KEY));

        for (String request : requests) {
            assertThat(ask(CLAIM, FROM_CSR, csr(request)).path("errorCode").asText())
                    .as(request)
                    .isEqualTo("InvalidCertificateSigningRequest");
        }
    }
}
