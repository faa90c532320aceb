package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.certificate.ClientIdentity;
import dev.tedge.certificate.KeyWithChain;
import dev.tedge.cli.TestingConsole.Result;
import dev.tedge.config.TedgeConfig;
import dev.tedge.connect.TrialOutcome;
import dev.tedge.gateway.CertificateTrial;
import dev.tedge.gateway.GatewayLock;
import dev.tedge.provisioning.PendingCertificate;
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
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tedge cert provision} with the simulator as AWS, whose claim certificate may do what {@code aws policy --claim} prints. */
class CertProvisionIT {

    private static final String CREATE = "$aws/certificates/create-from-csr/json";

    private final TestingCertificates certificates = new TestingCertificates();
    private TestingIdentity claim = TestingCertificates.selfSigned("claim");
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
        // A trial connects under the name in the certificate.
        claim = TestingCertificates.selfSigned("robot-7");
        files = claim.write(Files.createDirectory(directory.resolveSibling("named")), "claim");
        aws.close();
        start();
        assertThat(provision("fleet", "--device-id robot-7").exitCode()).isZero();

        TrialOutcome outcome = trial(new ClientIdentity(files.certificate(), files.key()));

        assertThat(outcome).isInstanceOf(TrialOutcome.Rejected.class);
        assertThat(events)
                .last()
                .isInstanceOfSatisfying(
                        SimulatorEvent.Refused.class,
                        refused -> assertThat(refused.reason()).contains("iot:Connect", "client/robot-7"));
    }

    private TedgeConfig config() {
        return TedgeConfig.load(
                directory,
                Map.of(
                        "TEDGE_AWS_URL", "localhost",
                        "TEDGE_AWS_ROOT_CERT_PATH",
                                directory.resolveSibling("ca.pem").toString(),
                        "TEDGE_AWS_MQTT_PORT", Integer.toString(aws.port())),
                CertificateDetails::commonName);
    }

    private TrialOutcome trial(ClientIdentity identity) {
        try {
            return new CertificateTrial(config(), identity).run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void template_thatIsMissing_isNamed_andTheCertificateServesTheNextRun() {
        Result missing = provision("flet", "--device-id robot-7");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err())
                .contains("AWS does not allow the claim certificate to subscribe to its answers", "Check its policy");
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
    void secrets_areNotInOutputOrLogs_ofASuccess() throws IOException {
        aws.answer(
                "$aws/provisioning-templates/+/provision/json",
                ScriptedAnswer.puback(0x87).times(1));
        StringWriter logs = new StringWriter();
        Result refused;
        Result success;
        String token;
        try (CapturedLogs all = CapturedLogs.into(logs)) {
            assertThat(all.root().isLoggable(Level.ALL)).isTrue();
            refused = provision("fleet", "--device-id robot-7 --debug --log-level trace");
            token = PendingCertificate.parse(Files.readString(device("tedge-certificate.pem.issued")))
                    .orElseThrow()
                    .certificate()
                    .token();
            success = provision("fleet", "--device-id robot-7 --debug --log-level trace");
        }
        String key = Files.readAllLines(device("tedge-private-key.pem")).get(1);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(success.exitCode()).as(success.err()).isZero();
        assertThat(logs.toString()).isNotEmpty();
        assertThat(refused.out() + refused.err() + success.out() + success.err() + logs)
                .doesNotContain("PRIVATE KEY", token, key);
    }

    /** All that is logged, of all levels. */
    private record CapturedLogs(Logger root, Handler handler) implements AutoCloseable {

        static CapturedLogs into(StringWriter text) {
            Logger root = Logger.getLogger("dev.tedge");
            Handler handler = new Handler() {
                @Override
                public void publish(LogRecord entry) {
                    text.append(new SimpleFormatter().format(entry));
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
            CapturedLogs logs = new CapturedLogs(root, handler);
            root.setLevel(Level.ALL);
            root.addHandler(handler);
            return logs;
        }

        @Override
        public void close() {
            root.removeHandler(handler);
            root.setLevel(null);
        }
    }

    @Test
    void certificate_thatWasRegistered_butNotTold_isKept_whileAGatewayRuns() throws IOException {
        lostAnswer();
        Files.createDirectories(config().state());
        try (GatewayLock running = GatewayLock.take(config())) {
            Result result = provision("fleet", "--device-id robot-7");

            assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
            assertThat(result.err()).contains("a gateway is running", "deviceConfiguration");
            assertThat(running).isNotNull();
        }
        assertThat(present()).containsExactlyInAnyOrder("tedge-certificate.pem.new", "tedge-private-key.pem.new");

        Result late = console.at("2001-01-01T00:00:00Z").run(words("fleet", "--device-id robot-7"));
        assertThat(late.err()).contains("can't be used yet", "Set the clock");
        Result repeated = console.at(Instant.now().toString()).run(words("fleet", "--device-id robot-7"));

        assertThat(repeated.exitCode()).as(repeated.err()).isZero();
        assertThat(repeated.err()).doesNotContain("Requesting");
        assertThat(present()).containsExactlyInAnyOrder("tedge-certificate.pem", "tedge-private-key.pem");
    }

    @Test
    void certificate_thatWasRegistered_butNotTold_isTried_afterAnHour() throws IOException {
        lostAnswer();

        Result result = console.at(Instant.now().plus(Duration.ofHours(2)).toString())
                .run(words("fleet", "--device-id robot-7"));

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).contains("deviceConfiguration").doesNotContain("Requesting");
    }

    /** What a run leaves that is killed when AWS has registered the certificate, and has not said so yet. */
    private void lostAnswer() throws IOException {
        aws.answer(
                "$aws/provisioning-templates/+/provision/json",
                ScriptedAnswer.puback(0x87).times(1));
        assertThat(provision("fleet", "--device-id robot-7").exitCode()).isEqualTo(1);
        String note = Files.readString(device("tedge-certificate.pem.issued"));
        Result registered = provision("fleet", "--device-id robot-7");
        assertThat(registered.exitCode()).as(registered.err()).isZero();
        Files.move(device("tedge-private-key.pem"), device("tedge-private-key.pem.new"));
        Files.delete(device("tedge-certificate.pem"));
        Files.writeString(device("tedge-certificate.pem.issued"), note);
    }

    private Path device(String file) {
        return directory.resolve("device-certs").resolve(file);
    }

    @Test
    void claim_inThePlaceOfTheDevicesFiles_isRefused_byWhateverName() throws IOException {
        Files.createDirectory(directory.resolve("device-certs"));
        Files.move(files.certificate(), device("tedge-certificate.pem"));
        Files.createSymbolicLink(files.certificate(), device("tedge-certificate.pem"));
        assertThat(provision("fleet", "").err()).contains("in the place of the device's own");

        Files.move(device("tedge-certificate.pem"), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.move(files.key(), device("tedge-private-key.pem.new"));
        files = new PemFiles(files.certificate(), device("tedge-private-key.pem.new"));
        assertThat(provision("fleet", "--device-id robot-7").err()).contains("in the place of the device's own");
    }

    @Test
    void claim_thatIsNoPair_isNamed_byItsOptions() throws IOException {
        TestingCertificates.selfSigned("other").writeKey(files.key(), KeyForm.PKCS8);

        assertThat(provision("fleet", "--device-id robot-7").err())
                .contains("does not belong to the claim certificate", "--claim-key")
                .doesNotContain("cert remove");
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
        assertThat(console.run("aws policy --claim --template fleet --publish a")
                        .exitCode())
                .isEqualTo(2);
        assertThat(console.run("aws policy --claim --template fleet --file a.yaml")
                        .exitCode())
                .isEqualTo(2);
    }

    private Result provision(String template, String more) {
        return console.run(words(template, more));
    }

    private String words(String template, String more) {
        return "cert provision --template %s --claim-cert %s --claim-key %s %s"
                .formatted(template, files.certificate(), files.key(), more);
    }

    private KeyWithChain identity() {
        return new ClientIdentity(
                        directory.resolve("device-certs/tedge-certificate.pem"),
                        directory.resolve("device-certs/tedge-private-key.pem"))
                .load();
    }

    /** Without the file of the lock, which stays. */
    private List<String> present() throws IOException {
        try (Stream<Path> present = Files.list(directory.resolve("device-certs"))) {
            return present.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".tedge-certificate.pem.lock"))
                    .toList();
        }
    }
}
