package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A simulator that knows one device, {@value #THING}, and everything that has happened to it. */
final class TestingCloud implements AutoCloseable {

    static final String THING = "robot-7";

    /** All that a device can be allowed. */
    static final PolicyDocument ALL = PolicyDocument.parse("""
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "iot:*", "Resource": "*"}}
            """);

    final TestingCertificates authority = new TestingCertificates();
    final TestingIdentity device = TestingCertificates.selfSigned(THING);
    final List<CloudMessage> messages = new CopyOnWriteArrayList<>();
    final List<SimulatorEvent> events = new CopyOnWriteArrayList<>();
    final AwsIotSimulatorBuilder builder;
    private AwsIotSimulator simulator;

    private TestingCloud(UnaryOperator<AwsIotSimulatorBuilder> settings) throws IOException {
        TestingIdentity server = authority.server();
        TestingIdentity expired = authority.expiredServer();
        builder = settings.apply(AwsIotSimulator.builder())
                .serverIdentity(server.key(), List.of(server.certificate()))
                .expiredServerIdentity(expired.key(), List.of(expired.certificate()))
                .device(device.certificate())
                .onMessage(messages::add)
                .onEvent(events::add);
        simulator = builder.start();
    }

    /** With the standard policy. */
    static TestingCloud standard() throws IOException {
        return new TestingCloud(settings -> settings);
    }

    /** With a policy that allows everything, so that only AWS's own rules remain. */
    static TestingCloud permissive() throws IOException {
        return new TestingCloud(settings -> settings.policy(ALL));
    }

    static TestingCloud with(UnaryOperator<AwsIotSimulatorBuilder> settings) throws IOException {
        return new TestingCloud(settings);
    }

    AwsIotSimulator simulator() {
        return simulator;
    }

    /** Closes the simulator, and starts an equal one on the same port. */
    void restart() throws IOException {
        int port = simulator.port();
        simulator.close();
        simulator = builder.port(port).start();
    }

    /** An MQTT 5 client with the device's certificate, and its thing name as client id. */
    TestingDevice device() {
        return device(THING, device);
    }

    TestingDevice device(String clientId, TestingIdentity identity) {
        return device(clientId, tls(identity));
    }

    /** @param tls trust and key, of which the key may be missing */
    TestingDevice device(String clientId, MqttClientSslConfig tls) {
        return new TestingDevice(builder(clientId, tls));
    }

    /** A 3.1.1 client with the device's certificate; the future completes when its connection has ended. */
    Mqtt3BlockingClient deviceOf311(CompletableFuture<Throwable> ended) {
        return builder(THING, tls(device))
                .useMqttVersion3()
                .addDisconnectedListener(context -> ended.complete(context.getCause()))
                .buildBlocking();
    }

    MqttClientSslConfig tls(TestingIdentity identity) {
        return MqttClientSslConfig.builder()
                .keyManagerFactory(identity.keyManagers())
                .trustManagerFactory(authority.trustManagers())
                .build();
    }

    private MqttClientBuilder builder(String clientId, MqttClientSslConfig tls) {
        return MqttClient.builder()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(simulator.port())
                .sslConfig(tls);
    }

    /** Waits for a refusal by this rule; gives its reason. */
    String refusedBy(AwsRule rule) {
        await().untilAsserted(() -> assertThat(refusals(rule)).isNotEmpty());
        return refusals(rule).get(0).reason();
    }

    private List<SimulatorEvent.Refused> refusals(AwsRule rule) {
        return events.stream()
                .filter(SimulatorEvent.Refused.class::isInstance)
                .map(SimulatorEvent.Refused.class::cast)
                .filter(refused -> refused.rule() == rule)
                .toList();
    }

    /** Ends the connections of all clients, too. */
    @Override
    public void close() {
        simulator.close();
    }
}
