package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.config.CloudProfile;
import dev.tedge.config.TedgeConfig;
import dev.tedge.connect.CheckOutcome;
import dev.tedge.connect.CheckTopics;
import dev.tedge.connect.ConnectedMarker;
import dev.tedge.connect.ConnectionCheck;
import dev.tedge.connect.TrialOutcome;
import dev.tedge.link.session.SessionConfig;
import dev.tedge.mqttserver.MqttServer;
import dev.tedge.mqttserver.MqttServerConfig;
import dev.tedge.mqttserver.MqttServerHooks;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import dev.tedge.testing.TestingIdentity.KeyForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A device that is ready to connect: its files, the embedded broker, and a hand-written gateway on it. */
final class TestingConnect implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(700);

    final TestingCertificates certificates = new TestingCertificates();
    final TestingTerminal console;
    final List<Duration> pauses = new ArrayList<>();
    final MqttServer broker;
    final MqttProbe gateway;

    private final Path directory;
    private final Map<String, String> settings = new HashMap<>();
    private Optional<CloudProfile> profile = Optional.empty();

    /** How long a gateway that was started may be missing. */
    Duration patienceForStart = Duration.ZERO;

    /** What happens to the files of the device while a new certificate is tried. */
    Action.Step whileTried = () -> {};

    // What AWS says of a new certificate, one after the other, the last again and again.
    private final List<TrialOutcome> outcomes = new ArrayList<>(List.of(new TrialOutcome.Accepted()));

    private TestingIdentity identity = certificates.device("dev-1");

    TestingConnect(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectory(directory.resolve("device-certs"));
        use(identity);
        broker = MqttServer.start(MqttServerConfig.defaults().withPort(0), new MqttServerHooks() {});
        gateway = MqttProbe.to(broker.port()).connect().subscribe("aws/test-connection");
        console = new TestingTerminal(directory);
        set("TEDGE_CERTIFICATE_VALIDITY_MINIMUM_DURATION", "1d");
        set("TEDGE_AWS_URL", "a1b2c3d4e5-ats.iot.eu-central-1.amazonaws.com");
        set("TEDGE_AWS_ROOT_CERT_PATH", certificates.writeAuthority(directory).toString());
    }

    /** A variable of the environment. */
    TestingConnect set(String variable, String value) {
        settings.put(variable, value);
        return this;
    }

    /** Another connection of the device. */
    TestingConnect profile(String name) {
        profile = Optional.of(CloudProfile.of(name));
        return this;
    }

    /** Puts certificate and key where the device has them. */
    TestingConnect use(TestingIdentity device) throws IOException {
        identity = device;
        device.writeCertificate(certificate());
        device.writeKey(directory.resolve("device-certs/tedge-private-key.pem"), KeyForm.PKCS8);
        return this;
    }

    /** Puts a new certificate for the key of the device beside the old one, and gives its file's content. */
    byte[] renew(String name) throws IOException {
        certificates.renewed(identity, name).writeCertificate(renewed());
        return Files.readAllBytes(renewed());
    }

    TestingConnect cloudSays(TrialOutcome... next) {
        outcomes.clear();
        outcomes.addAll(List.of(next));
        return this;
    }

    Path certificate() {
        return directory.resolve("device-certs/tedge-certificate.pem");
    }

    Path renewed() {
        return directory.resolve("device-certs/tedge-certificate.pem.new");
    }

    ConnectedMarker marker() {
        return ConnectedMarker.of(config());
    }

    ConnectScene scene(TestingServices services) {
        return new ConnectScene(console.console(), config(), List.of(), services);
    }

    ConnectSteps steps(TestingServices services) {
        return steps(services, pauses::add);
    }

    ConnectSteps steps(TestingServices services, Attempts.Pause pause) {
        return steps(scene(services), pause);
    }

    ConnectSteps steps(ConnectScene scene, Attempts.Pause pause) {
        SessionConfig session = SessionConfig.to("127.0.0.1", broker.port(), "check_connection_aws-0123456789")
                .sessionExpiry(Duration.ZERO)
                .build();
        ConnectionCheck check = new ConnectionCheck(
                session,
                new CheckTopics("aws", "thinedge/devices/dev-1/test-connection", "gw", "br"),
                PATIENCE,
                failure -> new CheckOutcome.NoLocalBroker(failure.text()));
        return new ConnectSteps(
                scene,
                new RenewalSteps(scene, identity -> this::trial, pause),
                new VerificationSteps(scene, check, patienceForStart, pause));
    }

    private TrialOutcome trial() {
        assertThatCode(whileTried::run).doesNotThrowAnyException();
        return outcomes.size() > 1 ? outcomes.remove(0) : outcomes.get(0);
    }

    /** The gateway is connected to AWS, and the next message to it comes back. */
    CompletableFuture<Void> gatewayThatAnswers() {
        gateway.publishRetained("gw", "{\"status\":\"up\"}");
        gateway.publishRetained("br", "{\"status\":\"up\"}");
        int asked = gateway.messages().size();
        return CompletableFuture.runAsync(() -> {
            gateway.await("a new question", message -> message.order() >= asked, Duration.ofSeconds(10));
            gateway.publish("aws/connection-success", "");
        });
    }

    private TedgeConfig config() {
        return TedgeConfig.load(directory, profile, settings, CertificateDetails::commonName);
    }

    @Override
    public void close() {
        gateway.close();
        broker.close();
    }
}
