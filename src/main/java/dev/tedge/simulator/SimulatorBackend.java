package dev.tedge.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.MqttServer.Retained;
import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.simulator.fault.FaultService;
import dev.tedge.simulator.http.Backend;
import dev.tedge.simulator.jobs.JobsService;
import dev.tedge.simulator.policy.ConnectionPolicy;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.service.CloudCalls;
import dev.tedge.simulator.shadow.ShadowService;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** A simulator as its HTTP port sees it. */
final class SimulatorBackend implements Backend {

    private static final long PATIENCE_SECONDS = 10;
    private static final String THINGS = "$aws/things/";

    private final AwsIotSimulator simulator;
    private final Permissions permissions;
    private final AwsHooks hooks;
    private final CloudServices services;
    private final CloudCalls calls;
    private final Entrance entrance;

    /**
     * The ways in.
     *
     * @param calls to the event loop
     * @param registry whom devices must be known to
     * @param permissions what they may do
     * @param tls of the HTTP port
     * @param certificate that it shows
     */
    record Entrance(
            CloudCalls calls,
            DeviceRegistry registry,
            Permissions permissions,
            SSLContext tls,
            X509Certificate certificate) {}

    SimulatorBackend(AwsIotSimulator simulator, AwsHooks hooks, CloudServices services, Entrance entrance) {
        this.simulator = simulator;
        this.permissions = entrance.permissions();
        this.hooks = hooks;
        this.services = services;
        this.calls = entrance.calls();
        this.entrance = entrance;
    }

    SSLContext tls() {
        return entrance.tls();
    }

    X509Certificate certificate() {
        return entrance.certificate();
    }

    int mqttPort() {
        return simulator.port();
    }

    /**
     * Where AWS would take a shadow or job request as a message, this is refused, and the operation of its own is to be
     * used: services answer no message that comes over HTTP.
     */
    @Override
    public void publish(String from, ServerMessage message, boolean anything) {
        if (anything) {
            simulator.publish(message);
            return;
        }
        TopicRules.publish(message.topic(), message.payload().size()).ifPresent(violation -> {
            throw new IllegalArgumentException(violation.reason());
        });
        if (message.topic().startsWith(THINGS)) {
            throw new IllegalArgumentException(
                    "'" + message.topic() + "' is a reserved topic: over HTTP use the operations for shadows and jobs");
        }
        simulator.publishFrom(from, message);
        if (!from.equals(CloudServices.CLOUD)) {
            calls.get(() -> hooks.heard(new CloudMessage(from, message)));
        }
    }

    @Override
    public Optional<ConnectionPolicy> policyOf(X509Certificate device) {
        return entrance.registry().fault(device).isPresent() ? Optional.empty() : Optional.of(permissions.of(device));
    }

    @Override
    public String thingOf(X509Certificate device) {
        return DeviceRegistry.commonName(device).orElse("somebody");
    }

    @Override
    public boolean disconnect(String clientId) {
        return simulator.disconnect(clientId, ReasonCode.ADMINISTRATIVE_ACTION);
    }

    @Override
    public void rejected(String from, String request, int status, String reason) {
        calls.get(() -> simulator.rejected(from, request, status, reason));
    }

    @Override
    public FaultService faults() {
        return simulator.faultService();
    }

    @Override
    public ShadowService shadows() {
        return services.shadows();
    }

    @Override
    public JobsService jobs() {
        return services.jobs();
    }

    @Override
    public List<Retained> retained() {
        try {
            return simulator
                    .retained()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException late) {
            throw new IllegalStateException("The simulator is closed, or too busy", late);
        }
    }

    @Override
    public void attach(PolicyDocument policy) {
        simulator.attach(policy);
    }

    @Override
    public ObjectNode status() {
        ObjectNode status = JsonNodeFactory.instance.objectNode().put("mqttPort", mqttPort());
        permissions.clients().stream()
                .map(ConnectedClient::clientId)
                .sorted()
                .forEach(status.putArray("connected")::add);
        SimulatorCounters counters = simulator.counters();
        ObjectNode counted = status.putObject("counters");
        counted.put("connections", counters.connections()).put("hangUps", counters.hangUps());
        ObjectNode ends = counted.putObject("disconnects");
        counters.disconnects().forEach((code, count) -> ends.put("0x" + Integer.toHexString(code), count));
        ObjectNode faults = counted.putObject("faults");
        counters.faults().forEach(faults::put);
        return status;
    }

    @Override
    public <T> T onLoop(Supplier<T> work) {
        return calls.get(work);
    }
}
