package dev.tedge.simulator;

import dev.tedge.mqttserver.ConnectRequest;
import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.MqttServerHooks;
import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.mqttserver.Verdict;
import dev.tedge.simulator.policy.ConnectionIdentity;
import dev.tedge.simulator.policy.ConnectionPolicy;
import dev.tedge.simulator.policy.PolicyAction;
import dev.tedge.simulator.policy.PolicyDecision;
import dev.tedge.simulator.policy.PolicyDocument;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Decides each request as AWS IoT Core does.
 *
 * <p>A broken rule ends the connection. An MQTT 5 client first gets the acknowledgement with the reason code and then
 * DISCONNECT with the same code; a 3.1.1 client, whose protocol has no way to say no, is cut
 * (AWS IoT Developer Guide, "MQTT reason codes" and "Reserved topics").
 */
final class AwsHooks implements MqttServerHooks {

    private static final int MAX_CLIENT_ID_BYTES = 128;

    /** Characters that a client id that is too long has for certain. */
    private static final int SHOWN_OF_CLIENT_ID = 32;

    /** A policy as it stands for a connection, until another document is attached. */
    private record Resolved(PolicyDocument document, ConnectionPolicy policy) {}

    private final DeviceRegistry registry;
    private final Consumer<SimulatorEvent> events;
    private final Consumer<CloudMessage> messages;

    /** The open connections. Written on the server's event loop, read by any thread. */
    private final Map<ConnectedClient, Resolved> clients = new ConcurrentHashMap<>();

    private final AtomicLong accepted = new AtomicLong();

    private volatile PolicyDocument document;
    private volatile boolean suspended;

    AwsHooks(
            DeviceRegistry registry,
            PolicyDocument document,
            Consumer<SimulatorEvent> events,
            Consumer<CloudMessage> messages) {
        this.registry = registry;
        this.document = document;
        this.events = events;
        this.messages = messages;
    }

    void attach(PolicyDocument newDocument) {
        document = newDocument;
    }

    void suspended(boolean now) {
        suspended = now;
    }

    Set<ConnectedClient> clients() {
        return Set.copyOf(clients.keySet());
    }

    long accepted() {
        return accepted.get();
    }

    @Override
    public Verdict connect(ConnectRequest request) {
        if (suspended) {
            return Verdict.disconnect(ReasonCode.SERVER_UNAVAILABLE, "The simulator is suspended");
        }
        // A resumed TLS session has not asked the registry.
        Optional<Violation> fault = registry.fault(certificate(request));
        if (fault.isPresent()) {
            report(request.clientId(), fault.get());
            return Verdict.disconnect(ReasonCode.NOT_AUTHORIZED, fault.get().reason());
        }
        return clientId(request.clientId())
                .or(() -> will(request))
                .or(() -> denied(resolve(request).policy(), PolicyAction.CONNECT, request.clientId()))
                .map(violation -> {
                    report(request.clientId(), violation);
                    return Verdict.refuse(violation.rule().publishCode(), violation.reason());
                })
                .orElseGet(Verdict::allow);
    }

    private static Optional<Violation> clientId(String clientId) {
        int bytes = clientId.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_CLIENT_ID_BYTES) {
            return Optional.of(new Violation(
                    AwsRule.CLIENT_ID,
                    "the client id '" + clientId.substring(0, SHOWN_OF_CLIENT_ID) + "...' has " + bytes
                            + " bytes, but at most " + MAX_CLIENT_ID_BYTES + " are allowed"));
        }
        return clientId.startsWith("$")
                ? Optional.of(new Violation(AwsRule.CLIENT_ID, "the client id '" + clientId + "' begins with '$'"))
                : Optional.empty();
    }

    private static Optional<Violation> will(ConnectRequest request) {
        return request.will()
                .flatMap(will -> will.qos() > 1
                        ? Optional.of(new Violation(AwsRule.QOS, "the last will has QoS " + will.qos()))
                        : TopicRules.publish(will.topic(), will.payload().size()));
    }

    @Override
    public Verdict publish(ConnectedClient client, ServerMessage message) {
        ConnectionPolicy policy = policyOf(client);
        return TopicRules.publish(message.topic(), message.payload().size())
                .or(() -> denied(policy, PolicyAction.PUBLISH, message.topic()))
                .or(() -> message.retain()
                        ? denied(policy, PolicyAction.RETAIN_PUBLISH, message.topic())
                        : Optional.empty())
                .map(violation -> refuse(client, violation, violation.rule().publishCode()))
                .orElseGet(Verdict::allow);
    }

    @Override
    public Verdict subscribe(ConnectedClient client, String filter, int qos) {
        if (qos > 1) {
            // AWS answers with silence, so that the client waits for ever. A cut says what is wrong.
            Violation tooHigh = new Violation(AwsRule.QOS, "'" + filter + "' is subscribed to with QoS " + qos);
            report(client.clientId(), tooHigh);
            return Verdict.disconnect(AwsRule.QOS.subscribeCode(), tooHigh.reason());
        }
        return TopicRules.subscribe(filter)
                .or(() -> denied(policyOf(client), PolicyAction.SUBSCRIBE, filter))
                .map(violation -> refuse(client, violation, violation.rule().subscribeCode()))
                .orElseGet(Verdict::allow);
    }

    /** A delivery that the policy does not allow is left out; the subscriber is not told. */
    @Override
    public boolean deliver(ConnectedClient client, ServerMessage message) {
        Optional<Violation> violation = denied(policyOf(client), PolicyAction.RECEIVE, message.topic());
        violation.ifPresent(found -> report(client.clientId(), found));
        return violation.isEmpty();
    }

    @Override
    public void connected(ConnectedClient client) {
        clients.put(client, resolve(client.request()));
        accepted.incrementAndGet();
        events.accept(
                new SimulatorEvent.Connected(client.clientId(), client.request().protocolVersion()));
    }

    @Override
    public void disconnected(ConnectedClient client, String reason) {
        clients.remove(client);
        events.accept(new SimulatorEvent.Disconnected(client.clientId(), reason));
    }

    @Override
    public void published(ConnectedClient client, ServerMessage message) {
        messages.accept(new CloudMessage(client.clientId(), message));
    }

    @Override
    public void refused(String clientId, int reasonCode, String reason) {
        report(clientId, new Violation(AwsRule.ofServer(reasonCode), reason));
    }

    private Verdict refuse(ConnectedClient client, Violation violation, int code) {
        report(client.clientId(), violation);
        return Verdict.refuseAndDisconnect(code, violation.reason());
    }

    private void report(String clientId, Violation violation) {
        events.accept(new SimulatorEvent.Refused(clientId, violation.rule(), violation.reason()));
    }

    private static Optional<Violation> denied(ConnectionPolicy policy, PolicyAction action, String name) {
        return policy.decide(action, name) instanceof PolicyDecision.Denied denied
                ? Optional.of(new Violation(AwsRule.POLICY, denied.reason()))
                : Optional.empty();
    }

    private ConnectionPolicy policyOf(ConnectedClient client) {
        Resolved resolved = clients.get(client);
        if (resolved == null) {
            return resolve(client.request()).policy();
        }
        if (resolved.document() != document) {
            resolved = resolve(client.request());
            clients.replace(client, resolved);
        }
        return resolved.policy();
    }

    private Resolved resolve(ConnectRequest request) {
        String thing = DeviceRegistry.commonName(certificate(request));
        PolicyDocument current = document;
        return new Resolved(current, current.resolve(new ConnectionIdentity(request.clientId(), thing)));
    }

    /** There is one: the server asks for it in the handshake. */
    private static X509Certificate certificate(ConnectRequest request) {
        return request.credentials().certificates().get(0);
    }
}
