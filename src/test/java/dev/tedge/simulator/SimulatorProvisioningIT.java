package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.provisioning.ProvisioningTemplate;
import dev.tedge.simulator.provisioning.TestingRequests;
import dev.tedge.simulator.registry.CertificateStatus;
import dev.tedge.simulator.registry.RegisteredCertificate;
import dev.tedge.simulator.registry.Thing;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How a device that AWS does not know becomes one that it knows. */
class SimulatorProvisioningIT {

    private static final String CREATE = "$aws/certificates/create-from-csr/json";
    private static final String PROVISION = "$aws/provisioning-templates/robots/provision/json";

    /** What a device may do with a claim certificate, in the words of AWS's guide. */
    private static final PolicyDocument CLAIM = PolicyDocument.parse("""
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": "iot:Connect", "Resource": "*"},
              {"Effect": "Allow", "Action": ["iot:Publish", "iot:Receive"], "Resource": [
                "arn:aws:iot:eu-central-1:123456789012:topic/$aws/certificates/create-from-csr/*",
                "arn:aws:iot:eu-central-1:123456789012:topic/$aws/provisioning-templates/robots/provision/*"]},
              {"Effect": "Allow", "Action": "iot:Subscribe", "Resource": [
                "arn:aws:iot:eu-central-1:123456789012:topicfilter/$aws/certificates/create-from-csr/*",
                "arn:aws:iot:eu-central-1:123456789012:topicfilter/$aws/provisioning-templates/robots/provision/*"]}]}
            """);

    /** Of devices: only topics below their own name. */
    private static final PolicyDocument ROBOT = PolicyDocument.parse("""
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": "iot:Connect", "Resource":
                "arn:aws:iot:eu-central-1:123456789012:client/${iot:Connection.Thing.ThingName}"},
              {"Effect": "Allow", "Action": "iot:Publish", "Resource":
                "arn:aws:iot:eu-central-1:123456789012:topic/robots/${iot:Connection.Thing.ThingName}"}]}
            """);

    private static ProvisioningTemplate template(String thingName, String parameter) {
        return ProvisioningTemplate.parse("""
                {"Parameters": {"%s": {"Type": "String"}},
                 "Resources": {
                   "thing": {"Type": "AWS::IoT::Thing", "Properties": {
                     "ThingName": %s, "AttributePayload": {"origin": "template"}}},
                   "certificate": {"Type": "AWS::IoT::Certificate", "Properties": {
                     "CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": "Active"}},
                   "policy": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyName": "robot"}}},
                 "DeviceConfiguration": {"Region": "north"}}
                """.formatted(parameter, thingName));
    }

    private static TestingCloud fleet(TestingIdentity claim) throws Exception {
        return TestingCloud.with(settings -> settings.claim(claim.certificate(), CLAIM)
                .policy("robot", ROBOT)
                .template("robots", template("{\"Fn::Join\": [\"\", [\"robot-\", {\"Ref\": \"Serial\"}]]}", "Serial")));
    }

    private static JsonNode accepted(String message, String topic) throws Exception {
        assertThat(message).startsWith("[" + topic + "/accepted] ");
        return new JsonMapper().readTree(message.substring(message.indexOf('{')));
    }

    private static String csr(KeyPair key) {
        return new JsonMapper()
                .createObjectNode()
                .put("certificateSigningRequest", TestingRequests.of("robot", key))
                .toString();
    }

    private static X509Certificate certificate(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void device_getsItsOwnCertificate_withAClaim_andConnectsWithIt() throws Exception {
        TestingIdentity claim = TestingCertificates.selfSigned("claim");
        KeyPair key = TestingRequests.key("EC", 256);
        try (TestingCloud cloud = fleet(claim)) {
            TestingDevice device = cloud.device("new-robot", claim).connected();
            device.subscribe(CREATE + "/+");
            device.subscribe(PROVISION + "/+");

            device.publish(CREATE, csr(key));
            JsonNode created = accepted(device.next(), CREATE);
            TestingIdentity own = new TestingIdentity(
                    key.getPrivate(), certificate(created.path("certificatePem").asText()));
            assertThat(refused(cloud, "robot-17", own)).isTrue();
            device.publish(
                    PROVISION,
                    "{\"parameters\":{\"Serial\":\"17\"},\"certificateOwnershipToken\":\""
                            + created.path("certificateOwnershipToken").asText() + "\"}");
            JsonNode registered = accepted(device.next(), PROVISION);

            assertThat(registered.path("thingName").asText()).isEqualTo("robot-17");
            assertThat(registered.path("deviceConfiguration").path("Region").asText())
                    .isEqualTo("north");
            TestingDevice robot = cloud.device("robot-17", own).connected();
            assertThat(robot.puback("robots/robot-17", "hello")).isZero();
            assertThat(robot.puback("robots/robot-18", "hello")).isEqualTo(0x87);
            assertThat(cloud.simulator().registry().thing("robot-17"))
                    .contains(new Thing("robot-17", Optional.empty(), Map.of("origin", "template")));
        }
    }

    @Test
    void answer_goesToWhoHasAskedAndSubscribed_only() throws Exception {
        TestingIdentity claim = TestingCertificates.selfSigned("claim");
        String request = csr(TestingRequests.key("EC", 256));
        try (TestingCloud cloud = fleet(claim)) {
            TestingDevice listening = cloud.device("listening", claim).connected();
            TestingDevice asking = cloud.device("asking", claim).connected();
            listening.subscribe(CREATE + "/accepted");
            asking.subscribe(CREATE + "/rejected");

            asking.publish(CREATE, request);
            asking.publish(CREATE, "{}");
            assertThat(asking.next()).startsWith("[" + CREATE + "/rejected]");
            listening.publish(CREATE, request);

            String ofListening =
                    accepted(listening.next(), CREATE).path("certificateId").asText();
            assertThat(cloud.simulator().registry().find(ofListening)).isPresent();
            assertThat(cloud.simulator().registry().certificates())
                    .filteredOn(certificate -> certificate.status() == CertificateStatus.PENDING_ACTIVATION)
                    .hasSize(2);
        }
    }

    @Test
    void whoLooksOn_seesNoKeyAndNoToken() throws Exception {
        TestingIdentity claim = TestingCertificates.selfSigned("claim");
        try (TestingCloud cloud = fleet(claim)) {
            TestingDevice device = cloud.device("new-robot", claim).connected();

            device.publish(CREATE, csr(TestingRequests.key("EC", 256)));
            device.publish(PROVISION, "{\"certificateOwnershipToken\":\"secret\"}");

            await().until(() -> cloud.messages.size() == 2);
            assertThat(cloud.messages).allMatch(message -> message.text().startsWith("(not shown"));
        }
    }

    @Test
    void deviceOfARegisteredCa_isDropped_andAcceptedOnceItIsProvisioned() throws Exception {
        TestingCertificates factory = new TestingCertificates();
        TestingIdentity robot = factory.device("robot-17");
        try (TestingCloud cloud = TestingCloud.with(settings -> settings.policy("robot", ROBOT)
                .jitp(
                        factory.authority(),
                        template(
                                "{\"Ref\": \"AWS::IoT::Certificate::CommonName\"}",
                                "AWS::IoT::Certificate::CommonName"))
                .provisioningDelay(Duration.ofMillis(200)))) {
            assertThat(refused(cloud, "robot-17", robot)).isTrue();
            assertThat(cloud.refusedBy(AwsRule.CERTIFICATE)).contains("CN=robot-17");

            await().until(() -> !refused(cloud, "robot-17", robot));

            assertThat(cloud.device("robot-17", robot).connected().puback("robots/robot-17", "hello"))
                    .isZero();
            assertThat(refused(cloud, "robot-18", new TestingCertificates().device("robot-18")))
                    .isTrue();
        }
    }

    @Test
    void deviceThatTheTemplateCannotUse_staysOut_andPeopleAreTold() throws Exception {
        TestingCertificates factory = new TestingCertificates();
        TestingIdentity robot = factory.device("robot-17");
        try (TestingCloud cloud = TestingCloud.with(settings -> settings.policy("robot", ROBOT)
                .jitp(factory.authority(), template("\"robot\"", "AWS::IoT::Certificate::SerialNumber"))
                .provisioningDelay(Duration.ZERO))) {
            assertThat(refused(cloud, "robot-17", robot)).isTrue();

            await().untilAsserted(() -> assertThat(cloud.events)
                    .anyMatch(event -> event instanceof SimulatorEvent.Rejected rejected
                            && rejected.reason().contains("SerialNumber")));
            assertThat(refused(cloud, "robot-17", robot)).isTrue();
        }
    }

    @Test
    void deviceWithoutATemplate_waitsForActivation() throws Exception {
        TestingCertificates factory = new TestingCertificates();
        TestingIdentity robot = factory.device("robot-17");
        String authorityId = RegisteredCertificate.id(factory.authority());
        try (TestingCloud cloud = TestingCloud.with(settings ->
                settings.policy(TestingCloud.ALL).jitr(factory.authority()).provisioningDelay(Duration.ZERO))) {
            TestingDevice listener = cloud.device().connected();
            listener.subscribe("$aws/events/certificates/registered/+");

            assertThat(refused(cloud, "robot-17", robot)).isTrue();

            String event = listener.next();
            assertThat(event)
                    .startsWith("[$aws/events/certificates/registered/" + authorityId + "]")
                    .contains("\"certificateStatus\":\"PENDING_ACTIVATION\"")
                    .contains(RegisteredCertificate.id(robot.certificate()));
            assertThat(refused(cloud, "robot-17", robot)).isTrue();
            cloud.simulator().register(RegisteredCertificate.of(robot.certificate(), "robot-17"));
            assertThat(refused(cloud, "robot-17", robot)).isFalse();
        }
    }

    /** Whether a connection with this certificate comes to nothing. */
    private static boolean refused(TestingCloud cloud, String clientId, TestingIdentity identity) throws Exception {
        TestingDevice device = cloud.device(clientId, identity);
        CompletableFuture<?> connected = device.client.toAsync().connect();
        boolean refused = connected.handle((answer, failure) -> failure != null).get();
        if (!refused) {
            device.client.disconnect();
        }
        return refused;
    }
}
