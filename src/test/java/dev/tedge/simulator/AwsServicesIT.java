package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.provisioning.ProvisioningTemplate;
import dev.tedge.simulator.provisioning.TestingRequests;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.crt.iot.MqttRequestResponseClientOptions;
import software.amazon.awssdk.crt.mqtt.MqttClientConnection;
import software.amazon.awssdk.crt.mqtt.MqttClientConnectionEvents;
import software.amazon.awssdk.crt.mqtt5.packets.ConnAckPacket.ConnectReasonCode;
import software.amazon.awssdk.iot.iotidentity.IotIdentityClient;
import software.amazon.awssdk.iot.iotidentity.IotIdentityV2Client;
import software.amazon.awssdk.iot.iotjobs.IotJobsClient;
import software.amazon.awssdk.iot.iotjobs.IotJobsV2Client;
import software.amazon.awssdk.iot.iotshadow.IotShadowClient;
import software.amazon.awssdk.iot.iotshadow.IotShadowV2Client;

/** AWS's clients for shadows, jobs and fleet provisioning: every request, every answer, everything unasked. */
class AwsServicesIT {

    @TempDir
    Path folder;

    @AfterAll
    static void endNativeThreads() {
        TestingAwsClients.closeNative();
    }

    /** Generation of the client, and protocol below it. */
    enum Client {
        FIRST_ON_311,
        SECOND_ON_311,
        SECOND_ON_5
    }

    /** The services that AWS has clients for. */
    private enum Service {
        SHADOW,
        JOBS,
        IDENTITY
    }

    private static MqttRequestResponseClientOptions options() {
        return MqttRequestResponseClientOptions.builder()
                .withMaxRequestResponseSubscriptions(10)
                .withMaxStreamingSubscriptions(4)
                .withOperationTimeoutSeconds(10)
                .build();
    }

    private static TestingAwsService service(
            TestingAwsClients clients, Service service, Client kind, String clientId, TestingIdentity identity)
            throws Exception {
        TestingAwsService made;
        if (kind == Client.SECOND_ON_5) {
            TestingAwsDevice device = clients.device(clients.mqtt5(clientId, identity));
            assertThat(device.connect().getReasonCode()).isEqualTo(ConnectReasonCode.SUCCESS);
            made = switch (service) {
                case SHADOW -> closing(clients, IotShadowV2Client.newFromMqtt5(device.client, options()));
                case JOBS -> closing(clients, IotJobsV2Client.newFromMqtt5(device.client, options()));
                case IDENTITY -> closing(clients, IotIdentityV2Client.newFromMqtt5(device.client, options()));
            };
        } else {
            MqttClientConnection connection = clients.mqtt311(clientId, identity, true, new Indifferent());
            assertThat(connection.connect().get(10, TimeUnit.SECONDS)).isFalse();
            clients.closing(() -> connection.disconnect().join());
            boolean second = kind == Client.SECOND_ON_311;
            made = switch (service) {
                case SHADOW ->
                    second
                            ? closing(clients, IotShadowV2Client.newFromMqtt311(connection, options()))
                            : new TestingAwsService(new IotShadowClient(connection));
                case JOBS ->
                    second
                            ? closing(clients, IotJobsV2Client.newFromMqtt311(connection, options()))
                            : new TestingAwsService(new IotJobsClient(connection));
                case IDENTITY ->
                    second
                            ? closing(clients, IotIdentityV2Client.newFromMqtt311(connection, options()))
                            : new TestingAwsService(new IotIdentityClient(connection));
            };
        }
        clients.closing(made::close);
        return made;
    }

    private static TestingAwsService closing(TestingAwsClients clients, AutoCloseable client) {
        clients.closing(() -> {
            try {
                client.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        return new TestingAwsService(client);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void shadows_answerEveryRequest(Client kind) throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive();
                TestingAwsClients clients = new TestingAwsClients(cloud, folder)) {
            TestingAwsService shadows = service(clients, Service.SHADOW, kind, TestingCloud.THING, cloud.device);
            shadows.listen("{\"thingName\":\"robot-7\",\"shadowName\":\"config\"}");

            for (String named : List.of("", "Named")) {
                String get = "get" + named + "Shadow";
                String update = "update" + named + "Shadow";
                String delete = "delete" + named + "Shadow";
                String names = "{\"thingName\":\"robot-7\"" + (named.isEmpty() ? "" : ",\"shadowName\":\"config\"");

                assertThat(shadows.ask(get, names + "}")).startsWith("rejected").contains("\"code\":404");
                assertThat(shadows.ask(update, names + ",\"state\":{\"desired\":{\"on\":true}}}"))
                        .startsWith("accepted")
                        .contains("\"version\":1", "\"desired\":{\"on\":true}");
                assertThat(List.of(shadows.nextEvent(), shadows.nextEvent()))
                        .anySatisfy(event -> assertThat(event)
                                .startsWith(named + "ShadowDeltaUpdated ")
                                .contains("\"version\":1", "\"state\":{\"on\":true}"))
                        .anySatisfy(event -> assertThat(event)
                                .startsWith(named + "ShadowUpdated ")
                                .contains("\"current\":{\"state\":{\"desired\":{\"on\":true}"));
                assertThat(shadows.ask(update, names + ",\"version\":1,\"state\":{\"reported\":{\"on\":true}}}"))
                        .startsWith("accepted")
                        .contains("\"version\":2");
                assertThat(shadows.nextEvent())
                        .startsWith(named + "ShadowUpdated ")
                        .contains("\"previous\":", "\"reported\":{\"on\":true}");
                assertThat(shadows.ask(update, names + ",\"version\":1,\"state\":{\"reported\":{\"on\":false}}}"))
                        .startsWith("rejected")
                        .contains("\"code\":409", "Version conflict");
                assertThat(shadows.ask(get, names + "}"))
                        .startsWith("accepted")
                        .contains("\"version\":2", "\"timestamp\"", "\"metadata\"");
                assertThat(shadows.ask(delete, names + "}"))
                        .startsWith("accepted")
                        .contains("\"version\":2");
                assertThat(shadows.ask(delete, names + "}"))
                        .startsWith("rejected")
                        .contains("\"code\":404");
            }

            assertThat(shadows.unused()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void jobs_answerEveryRequest(Client kind) throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive();
                TestingAwsClients clients = new TestingAwsClients(cloud, folder)) {
            TestingAwsService jobs = service(clients, Service.JOBS, kind, TestingCloud.THING, cloud.device);
            String thing = "{\"thingName\":\"robot-7\"";
            String job = thing + ",\"jobId\":\"job-1\"";
            jobs.listen(thing + ",\"jobId\":\"job-1\"}");
            assertThat(jobs.ask("getPendingJobExecutions", thing + "}"))
                    .startsWith("accepted")
                    .contains("\"inProgressJobs\":[]", "\"queuedJobs\":[]");

            cloud.simulator().jobs().create("job-1", List.of("robot-7"), "{\"action\":\"reboot\"}");

            assertThat(List.of(jobs.nextEvent(), jobs.nextEvent()))
                    .anySatisfy(event -> assertThat(event)
                            .startsWith("JobExecutionsChanged ")
                            .contains("\"QUEUED\":[{\"jobId\":\"job-1\""))
                    .anySatisfy(event -> assertThat(event)
                            .startsWith("NextJobExecutionChanged ")
                            .contains("\"jobId\":\"job-1\"", "\"jobDocument\":{\"action\":\"reboot\"}"));
            assertThat(jobs.ask("getPendingJobExecutions", thing + "}"))
                    .contains("\"queuedJobs\":[{\"jobId\":\"job-1\"");
            assertThat(jobs.ask("describeJobExecution", job + ",\"includeJobDocument\":true}"))
                    .startsWith("accepted")
                    .contains("\"status\":\"QUEUED\"", "\"action\":\"reboot\"");
            assertThat(jobs.ask("startNextPendingJobExecution", thing + ",\"statusDetails\":{\"step\":\"1\"}}"))
                    .startsWith("accepted")
                    .contains("\"status\":\"IN_PROGRESS\"", "\"versionNumber\":2", "\"step\":\"1\"");
            assertThat(jobs.ask("updateJobExecution", job + ",\"status\":\"SUCCEEDED\",\"expectedVersion\":1}"))
                    .startsWith("rejected")
                    .contains("VERSION_MISMATCH");
            assertThat(jobs.ask(
                            "updateJobExecution",
                            job + ",\"status\":\"SUCCEEDED\",\"expectedVersion\":2,\"includeJobExecutionState\":true,"
                                    + "\"includeJobDocument\":true}"))
                    .startsWith("accepted")
                    .contains("\"status\":\"SUCCEEDED\"", "\"action\":\"reboot\"");
            assertThat(jobs.ask("updateJobExecution", job + ",\"status\":\"IN_PROGRESS\"}"))
                    .startsWith("rejected")
                    .contains("INVALID_STATE_TRANSITION");
            assertThat(jobs.ask("startNextPendingJobExecution", thing + "}"))
                    .startsWith("accepted")
                    .doesNotContain("job-1");
            assertThat(jobs.unused()).isEmpty();
        }
    }

    private static final PolicyDocument ROBOT = PolicyDocument.parse("""
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "iot:Connect",
              "Resource": "arn:aws:iot:r:1:client/${iot:Connection.Thing.ThingName}",
              "Condition": {"Bool": {"iot:Connection.Thing.IsAttached": "true"}}}}
            """);

    private static final ProvisioningTemplate TEMPLATE = ProvisioningTemplate.parse("""
            {"Parameters": {"Serial": {"Type": "String"}},
             "Resources": {
               "thing": {"Type": "AWS::IoT::Thing", "Properties": {
                 "ThingName": {"Fn::Join": ["", ["robot-", {"Ref": "Serial"}]]}}},
               "certificate": {"Type": "AWS::IoT::Certificate", "Properties": {
                 "CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": "Active"}},
               "policy": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyName": "robot"}}},
             "DeviceConfiguration": {"Region": "north"}}
            """);

    @ParameterizedTest
    @EnumSource(Client.class)
    void device_isProvisioned_byItsOwnKeyAndByOneOfTheCloud(Client kind) throws Exception {
        TestingIdentity claim = TestingCertificates.selfSigned("claim");
        try (TestingCloud cloud = TestingCloud.with(settings -> settings.claim(claim.certificate(), TestingCloud.ALL)
                        .policy("robot", ROBOT)
                        .template("robots", TEMPLATE));
                TestingAwsClients clients = new TestingAwsClients(cloud, folder)) {
            TestingAwsService identity = service(clients, Service.IDENTITY, kind, "new", claim);
            identity.listen("{\"templateName\":\"robots\"}");

            KeyPair key = TestingRequests.key("EC", 256);
            JsonNode created = accepted(identity.ask(
                    "createCertificateFromCsr",
                    new JsonMapper()
                            .createObjectNode()
                            .put("certificateSigningRequest", TestingRequests.of("robot", key))
                            .toString()));
            connectsAs("robot-17", clients, register(identity, created, "17"), created, key.getPrivate());

            JsonNode both = accepted(identity.ask("createKeysAndCertificate", "{}"));
            PrivateKey given = privateKey(both.path("privateKey").asText());
            connectsAs("robot-18", clients, register(identity, both, "18"), both, given);

            assertThat(identity.ask("createCertificateFromCsr", "{\"certificateSigningRequest\":\"x\"}"))
                    .startsWith("rejected")
                    .contains("\"statusCode\":400");
            assertThat(identity.ask(
                            "registerThing", "{\"templateName\":\"robots\",\"certificateOwnershipToken\":\"x\"}"))
                    .startsWith("rejected")
                    .contains("\"errorCode\":\"InvalidCertificateOwnershipToken\"");
            assertThat(identity.unused()).isEmpty();
        }
    }

    private static JsonNode accepted(String answer) throws Exception {
        assertThat(answer).startsWith("accepted ");
        return new JsonMapper().readTree(answer.substring("accepted ".length()));
    }

    private static JsonNode register(TestingAwsService identity, JsonNode created, String serial) throws Exception {
        return accepted(identity.ask(
                "registerThing",
                "{\"templateName\":\"robots\",\"parameters\":{\"Serial\":\"" + serial
                        + "\"},\"certificateOwnershipToken\":\""
                        + created.path("certificateOwnershipToken").asText() + "\"}"));
    }

    private static void connectsAs(
            String thing, TestingAwsClients clients, JsonNode registered, JsonNode created, PrivateKey key)
            throws Exception {
        assertThat(registered.path("thingName").asText()).isEqualTo(thing);
        assertThat(registered.path("deviceConfiguration").path("Region").asText())
                .isEqualTo("north");
        byte[] pem = created.path("certificatePem").asText().getBytes(StandardCharsets.US_ASCII);
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));

        TestingAwsDevice device = clients.device(clients.mqtt5(thing, new TestingIdentity(key, certificate)));

        assertThat(device.connect().getReasonCode()).isEqualTo(ConnectReasonCode.SUCCESS);
    }

    private static PrivateKey privateKey(String pem) throws Exception {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            return new JcaPEMKeyConverter().getPrivateKey(((PEMKeyPair) parser.readObject()).getPrivateKeyInfo());
        }
    }

    /** Takes connections as they come. */
    private static final class Indifferent implements MqttClientConnectionEvents {

        @Override
        public void onConnectionInterrupted(int errorCode) {}

        @Override
        public void onConnectionResumed(boolean sessionPresent) {}
    }
}
