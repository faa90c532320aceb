package dev.tedge.gateway;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tedge.certificate.CertificateDetails;
import dev.tedge.config.CloudProfile;
import dev.tedge.config.TedgeConfig;
import dev.tedge.simulator.AwsIotSimulatorBuilder;
import dev.tedge.testing.FreePort;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import dev.tedge.testing.process.MosquittoBuilder;
import dev.tedge.testing.process.MosquittoProcess;
import dev.tedge.testing.process.TedgeProcess;
import dev.tedge.testing.process.TedgeProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A device with its local broker, a cloud, and a network between them that fails on demand: all that a gateway needs. It ends
 * with the test, the last that was begun first.
 */
final class TestingWorld implements AutoCloseable {

    static final String THING = "robot-7";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final TestingCertificates authority = new TestingCertificates();
    final TestingIdentity device;

    private final Path directory;
    private final Path config;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Deque<AutoCloseable> begun = new ArrayDeque<>();

    private String localHost = "127.0.0.1";
    private int localPort;

    /** @param directory empty; holds everything that the world writes */
    TestingWorld(Path directory) throws IOException {
        this.directory = directory;
        this.config = Files.createDirectories(directory.resolve("config"));
        this.device = authority.device(THING);
        install(device);
        // By name, so that the name in the certificate and SNI matter.
        set("aws.url", "localhost");
        set("aws.root_cert_path", authority.writeAuthority(config).toString());
        set("mqtt.bridge.reconnect_policy.initial_interval", "100ms");
        set("mqtt.bridge.reconnect_policy.maximum_interval", "1s");
        // A test that is about AWS's quotas says so.
        set("aws.pacer.enabled", "false");
    }

    /** A setting of the gateways that are started from now on. */
    TestingWorld set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** The settings as variables of the environment. */
    Map<String, String> environment() {
        return settings.entrySet().stream()
                .collect(Collectors.toMap(
                        setting -> "TEDGE_" + setting.getKey().replace('.', '_').toUpperCase(Locale.ROOT),
                        Map.Entry::getValue));
    }

    /** Puts certificate and key where the gateway looks for its own. */
    void install(TestingIdentity identity) throws IOException {
        Path certificates = Files.createDirectories(config.resolve("device-certs"));
        identity.writeCertificate(certificates.resolve("tedge-certificate.pem"));
        identity.writeKey(certificates.resolve("tedge-private-key.pem"), TestingIdentity.KeyForm.PKCS8);
    }

    /** The configuration directory. */
    Path config() {
        return config;
    }

    Path newDirectory(String name) throws IOException {
        return Files.createDirectories(directory.resolve(name));
    }

    <T extends AutoCloseable> T begin(T part) {
        begun.push(part);
        return part;
    }

    /** A plain mosquitto as the local broker, which loses nothing that it has acknowledged. */
    MosquittoProcess localMosquitto() throws IOException {
        return local(MosquittoProcess.local(newDirectory("local")).persistence().maxQueuedMessages(0));
    }

    MosquittoProcess local(MosquittoBuilder broker) throws IOException {
        MosquittoProcess started = begin(broker.start());
        localAt("127.0.0.1", started.port());
        return started;
    }

    void localAt(String host, int port) {
        localHost = host;
        localPort = port;
        set("mqtt.client.host", host);
        set("mqtt.client.port", Integer.toString(port));
    }

    /** The local broker that the gateway brings itself. */
    void localEmbedded() {
        localAt("127.0.0.1", FreePort.next());
        set("mqtt.broker.embedded", "true");
    }

    /** @param options further lines of its configuration */
    TestingCloud.Mosquitto cloudMosquitto(String... options) throws IOException {
        return begin(TestingCloud.mosquitto(newDirectory("cloud"), authority, options));
    }

    /** The simulator with the standard policy and without rates. */
    TestingCloud.Simulator cloudSimulator() throws IOException {
        return cloudSimulator(options -> options);
    }

    /** @param options such as quotas and policy, which also hold after a restart */
    TestingCloud.Simulator cloudSimulator(UnaryOperator<AwsIotSimulatorBuilder> options) throws IOException {
        return begin(TestingCloud.simulator(authority, device, options));
    }

    /** The network to a cloud; the gateways that are started from now on use it. */
    TcpProxy networkTo(TestingCloud cloud) {
        TcpProxy network = begin(TcpProxy.to(cloud.port()));
        cloud.behind(network);
        set("aws.mqtt.port", Integer.toString(network.port()));
        return network;
    }

    /** A client of the local broker that sees everything. */
    MqttProbe probe() {
        return begin(MqttProbe.to(localHost, localPort).reconnecting().connect().subscribe("#"));
    }

    /** A client of the local broker that only publishes. */
    MqttProbe publisher() {
        return begin(MqttProbe.to(localHost, localPort).reconnecting().connect());
    }

    /** A gateway in this JVM, with both links up. */
    Gateway connectedGateway() throws IOException {
        Gateway gateway = gateway();
        awaitUp(gateway);
        return gateway;
    }

    /** A gateway in this JVM, connected or not. */
    Gateway gateway() throws IOException {
        return begin(Gateway.start(settings()));
    }

    /** The settings as a gateway reads them. */
    TedgeConfig settings() throws IOException {
        return settings(Optional.empty());
    }

    TedgeConfig settings(Optional<CloudProfile> profile) throws IOException {
        writeSettings();
        return TedgeConfig.load(config, profile, Map.of(), CertificateDetails::commonName);
    }

    /** As {@link #connectedGateway}, and commands find it running. Only one of them at a time. */
    Gateway connectedGatewayWithLock() throws IOException {
        begin(GatewayLock.take(TedgeConfig.load(config, Map.of(), CertificateDetails::commonName)));
        return connectedGateway();
    }

    /** The packaged program as a process of its own, connected or not. */
    TedgeProcess process() throws IOException {
        writeSettings();
        return begin(new TedgeProgram(config).start("run", "aws"));
    }

    /** What the packaged program says with {@code --json}, whether or not a gateway runs. */
    JsonNode ask(String... command) throws IOException {
        String[] words = Stream.concat(Stream.of(command), Stream.of("--json")).toArray(String[]::new);
        return JSON.readTree(new TedgeProgram(config).run(words).out());
    }

    /** How many measurements wait on disk. */
    int stored() throws IOException {
        return ask("outbox", "stats").at("/low/messages").asInt();
    }

    void awaitStored(int count) {
        await(count + " messages in the outbox")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> stored() == count);
    }

    static void awaitUp(Gateway gateway) {
        await("both links are up")
                .atMost(PATIENCE)
                .until(() -> gateway.local().up() && gateway.aws().up());
    }

    private void writeSettings() throws IOException {
        String toml = settings.entrySet().stream()
                .map(setting -> "%s = \"%s\"\n".formatted(setting.getKey(), setting.getValue()))
                .collect(Collectors.joining());
        Files.writeString(config.resolve("tedge.toml"), toml);
    }

    @Override
    public void close() {
        while (!begun.isEmpty()) {
            end(begun.pop());
        }
    }

    private static void end(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException("Could not end " + part, e);
        }
    }
}
