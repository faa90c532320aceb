package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.certificate.ClientIdentity;
import dev.tedge.certificate.KeyWithChain;
import dev.tedge.cli.TestingConsole.Result;
import dev.tedge.config.TedgeConfig;
import dev.tedge.connect.TrialOutcome;
import dev.tedge.gateway.CertificateTrial;
import dev.tedge.simulator.AwsIotSimulator;
import dev.tedge.simulator.SimulatorEvent;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.provisioning.ProvisioningTemplate;
import dev.tedge.simulator.refusal.ScriptedAnswer;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import dev.tedge.testing.TestingIdentity.KeyForm;
import dev.tedge.testing.TestingIdentity.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tedge cert provision} with the simulator as AWS, whose claim certificate may do what {@code aws policy --claim} prints. */
class CertProvisionIT {

    private static final String CREATE = "$aws/certificates/create-from-csr/json";

    private final TestingCertificates certificates = new TestingCertificates();
    private final TestingIdentity claim = TestingCertificates.selfSigned("claim");
    private final List<SimulatorEvent> events = new CopyOnWriteArrayList<>();
    private final Path directory;
    private final TestingConsole console;
    private PemFiles files;
    private AwsIotSimulator aws;

    CertProvisionIT(@TempDir Path directory) throws IOException {
        this.directory = Files.createDirectory(directory.resolve("config"));
        this.files = claim.write(Files.createDirectory(directory.resolve("claim")), "claim");
        this.console = new TestingConsole(this.directory)
                .at(Instant.now().toString())
                .with("TEDGE_AWS_URL", "localhost")
                .with(
                        "TEDGE_AWS_ROOT_CERT_PATH",
                        certificates.writeAuthority(directory).toString());
    }

    @BeforeEach
    void start() throws IOException {
        PolicyDocument policy = PolicyDocument.parse(
                console.run("aws policy --min --region eu-central-1 --account 123456789012 --claim --template fleet")
                        .out());
        start(policy);
    }

    private void start(PolicyDocument claimPolicy) throws IOException {
        TestingIdentity server = certificates.server();
        aws = AwsIotSimulator.builder()
                .serverIdentity(server.key(), List.of(server.certificate()))
                .claim(claim.certificate(), claimPolicy)
                .policy("gateway", PolicyDocument.standard())
                .template("fleet", template("{\"Ref\":\"SerialNumber\"}"))
                .onEvent(events::add)
                .start();
        console.with("TEDGE_AWS_MQTT_PORT", Integer.toString(aws.port()));
    }

    private static ProvisioningTemplate template(String name) {
        return ProvisioningTemplate.parse("""
                {"Parameters": {"SerialNumber": {"Type": "String"}, "Site": {"Type": "String", "Default": "Rome"}},
                 "Resources": {
                   "thing": {"Type": "AWS::IoT::Thing", "Properties": {
                     "ThingName": %s, "AttributePayload": {"site": {"Ref": "Site"}}}},
                   "certificate": {"Type": "AWS::IoT::Certificate", "Properties": {"Status": "Active"}},
                   "policy": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyName": "gateway"}}}}
                """.formatted(name));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void device_isProvisioned_withTheLeastPolicy_andParameters() throws IOException {
        Result result = provision("fleet", "--device-id robot-7 --param Site=Berlin --key-type rsa2048 aws");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(aws.registry().thing("robot-7").orElseThrow().attributes()).containsEntry("site", "Berlin");
        assertThat(identity().certificate().getPublicKey().getAlgorithm()).isEqualTo("RSA");
        assertThat(present()).containsExactlyInAnyOrder("tedge-certificate.pem", "tedge-private-key.pem");
        assertThat(events).noneMatch(SimulatorEvent.Refused.class::isInstance);
        assertThat(events).first().extracting(SimulatorEvent::clientId).isEqualTo("robot-7-provision");
    }

    @Test
    void claim_withTheLeastPolicy_canNotTakeOverADevice() throws IOException {
        assertThat(provision("fleet", "--device-id robot-7").exitCode()).isZero();

        // As if the claim were the certificate of the device: it connects under the name of the thing.
        TrialOutcome outcome = trial(new ClientIdentity(files.certificate(), files.key()));

        assertThat(outcome).isInstanceOf(TrialOutcome.Rejected.class);
        assertThat(events)
                .last()
                .isInstanceOfSatisfying(
                        SimulatorEvent.Refused.class,
                        refused -> assertThat(refused.reason()).contains("iot:Connect", "client/claim"));
    }

    private TrialOutcome trial(ClientIdentity identity) throws IOException {
        try {
            return new CertificateTrial(
                            TedgeConfig.load(
                                    directory,
                                    Map.of(
                                            "TEDGE_AWS_URL", "localhost",
                                            "TEDGE_AWS_ROOT_CERT_PATH",
                                                    directory
                                                            .resolveSibling("ca.pem")
                                                            .toString(),
                                            "TEDGE_AWS_MQTT_PORT", Integer.toString(aws.port())),
                                    CertificateDetails::commonName),
                            identity)
                    .run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void template_thatIsMissing_isNamed_andTheCertificateServesTheNextRun() {
        Result missing = provision("flet", "--device-id robot-7");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("Check the policy of the claim certificate");
        aws.close();
        restartWith(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"iot:*\",\"Resource\":\"*\"}]}");

        Result unknown = provision("flet", "--device-id robot-7");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("error: AWS says no: 404", "Check that the template 'flet' is there");
        Result repeated = provision("fleet", "--device-id robot-7");

        assertThat(repeated.exitCode()).as(repeated.err()).isZero();
        assertThat(repeated.err())
                .contains("AWS has issued a certificate in an interrupted run: going on from there")
                .doesNotContain("Requesting");
    }

    private void restartWith(String policy) {
        try {
            start(PolicyDocument.parse(policy));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void thing_ofAnotherName_isRefused_withTheRemedy() throws IOException {
        Result result = provision("fleet", "--device-id robot-7 --param SerialNumber=robot-8");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains(
                        "error: The template 'fleet' has called the thing 'robot-8', and the certificate is for 'robot-7'")
                .contains("--device-id robot-8", "delete it in AWS");
        assertThat(present()).isEmpty();
    }

    @Test
    void request_thatIsOverAQuota_isSentAgain() {
        aws.answer(CREATE, ScriptedAnswer.puback(0x97).times(1));

        Result result = provision("fleet", "--device-id robot-7");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).contains("quota", "Provisioning failed, attempt 1 of 5");
    }

    @Test
    void certificate_thatAwsDoesNotKnowAnyMore_isReplacedByAnother() throws IOException {
        aws.answer(
                "$aws/provisioning-templates/+/provision/json",
                ScriptedAnswer.puback(0x87).times(1));
        assertThat(provision("fleet", "--device-id robot-7").exitCode()).isEqualTo(1);
        assertThat(present()).contains("tedge-certificate.pem.issued", "tedge-private-key.pem.new");
        aws.close();
        start();

        Result result = provision("fleet", "--device-id robot-7");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).contains("AWS does not know the certificate", "asking for another");
        assertThat(present()).containsExactlyInAnyOrder("tedge-certificate.pem", "tedge-private-key.pem");
    }

    @Test
    void secrets_areNotInTheOutput() throws IOException {
        Result result = provision("flet", "--device-id robot-7 --debug --log-level trace");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out() + result.err()).doesNotContain("PRIVATE KEY", "BEGIN");
    }

    @Test
    void device_withACertificate_keepsItsName_andItsOldCertificate_untilTheNewOneIsTaken() throws IOException {
        TestingIdentity old = TestingCertificates.selfSigned("robot-7");
        Files.createDirectory(directory.resolve("device-certs"));
        old.writeCertificate(directory.resolve("device-certs/tedge-certificate.pem"));
        old.writeKey(directory.resolve("device-certs/tedge-private-key.pem"), KeyForm.PKCS8);

        assertThat(provision("fleet", "--device-id robot-8").err())
                .contains("The device has a certificate for 'robot-7' already");
        assertThat(identity().certificate()).isEqualTo(old.certificate());

        Result rotated = provision("fleet", "");
        assertThat(rotated.exitCode()).as(rotated.err()).isZero();
        assertThat(identity().certificate()).isNotEqualTo(old.certificate());
        assertThat(CertificateDetails.commonName(directory.resolve("device-certs/tedge-certificate.pem")))
                .contains("robot-7");
    }

    @Test
    void misuse_isNamed() {
        assertThat(provision("fleet", "").err()).contains("No device ID is provided");
        assertThat(provision("fleet", "--device-id a.b").err()).contains("'a.b' can't be the name of a thing");
        assertThat(provision("a/b", "--device-id x").exitCode()).isEqualTo(2);
        assertThat(console.run("cert provision --template fleet --device-id x --claim-cert no --claim-key no")
                        .err())
                .contains("There is no file 'no'");
        assertThat(console.run("aws policy --claim").exitCode()).isEqualTo(2);
        assertThat(console.run("aws policy --template fleet").exitCode()).isEqualTo(2);
    }

    private Result provision(String template, String more) {
        return console.run("cert provision --template %s --claim-cert %s --claim-key %s %s"
                .formatted(template, files.certificate(), files.key(), more));
    }

    private KeyWithChain identity() {
        return new ClientIdentity(
                        directory.resolve("device-certs/tedge-certificate.pem"),
                        directory.resolve("device-certs/tedge-private-key.pem"))
                .load();
    }

    private List<String> present() throws IOException {
        try (Stream<Path> present = Files.list(directory.resolve("device-certs"))) {
            return present.map(file -> file.getFileName().toString()).toList();
        }
    }
}
