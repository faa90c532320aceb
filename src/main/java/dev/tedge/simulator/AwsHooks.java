package dev.tedge.simulator;

import dev.tedge.mqttserver.ConnectRequest;
import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.ConnectionEnd;
import dev.tedge.mqttserver.Disturbance;
import dev.tedge.mqttserver.MqttServerHooks;
import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.mqttserver.Verdict;
import dev.tedge.simulator.fault.FaultBook;
import dev.tedge.simulator.policy.ConnectionPolicy;
import dev.tedge.simulator.policy.PolicyAction;
import dev.tedge.simulator.policy.PolicyDecision;
import dev.tedge.simulator.quota.QuotaBook;
import dev.tedge.simulator.refusal.Refusal;
import dev.tedge.simulator.service.Excerpt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides each request as AWS IoT Core does.
 *
 * <p>A broken rule ends the connection, if nothing else was asked for. An MQTT 5 client first gets the acknowledgement
 * with the reason code and then DISCONNECT with the same code; a 3.1.1 client, whose protocol has no way to say no, is
 * cut (AWS IoT Developer Guide, "MQTT reason codes" and "Reserved topics").
 */
final class AwsHooks implements MqttServerHooks {

    private static final int MQTT_5 = 5;

    private final DeviceRegistry trust;
    private final Consumer<SimulatorEvent> events;
    private final Consumer<CloudMessage> messages;

    private final Permissions permissions;

    /** Belongs to the event loop. */
    private final QuotaBook<ConnectedClient> quotas;

    private final SimulatorCounters.Tally tally = new SimulatorCounters.Tally();
    private final FaultBook faults;
    private final CloudServices services;
    private final Refusal unauthorized;

    /** Until all is set up. */
    private volatile boolean suspended = true;

    /** @param events used in the place of the builder's */
    AwsHooks(
            DeviceRegistry trust,
            Permissions permissions,
            CloudServices services,
            AwsIotSimulatorBuilder builder,
            FaultBook faults,
            Consumer<SimulatorEvent> events) {
        this.trust = trust;
        this.permissions = permissions;
        this.services = services;
        this.events = events;
        this.messages = message -> builder.messages.accept(message.withoutSecrets());
        this.quotas = new QuotaBook<>(builder.quotas, builder.nanos);
        this.faults = faults;
        this.unauthorized = builder.unauthorized;
    }

    void suspended(boolean now) {
        suspended = now;
    }

    SimulatorCounters counters() {
        return tally.now(faults.counts());
    }

    @Override
    public Verdict connect(ConnectRequest request) {
        if (suspended) {
            return Verdict.disconnect(ReasonCode.SERVER_UNAVAILABLE, "The simulator is suspended");
        }
        // First: to look at a certificate takes more time than to say no.
        if (!quotas.connect(request.clientId())) {
            tally.connectsOverQuota.increment();
            return tooMuch(
                    request.clientId(), "the client id '" + Excerpt.of(request.clientId()) + "' connects too often");
        }
        // A resumed TLS session has not asked the registry.
        Optional<Violation> fault = trust.fault(Permissions.certificate(request));
        if (fault.isPresent()) {
            if (trust.isNew(Permissions.certificate(request))) {
                services.justInTime().connects(request.clientId(), Permissions.certificate(request));
            }
            report(request.clientId(), fault.get());
            return Verdict.disconnect(ReasonCode.NOT_AUTHORIZED, fault.get().reason());
        }
        return TopicRules.clientId(request.clientId())
                .or(() -> will(request))
                .or(() -> denied(request))
                .map(violation -> {
                    report(request.clientId(), violation);
                    return Verdict.refuse(violation.rule().publishCode(), violation.reason());
                })
                .orElseGet(Verdict::allow);
    }

    private static Optional<Violation> will(ConnectRequest request) {
        return request.will()
                .flatMap(will -> will.qos() > 1
                        ? Optional.of(new Violation(AwsRule.QOS, "the last will has QoS " + will.qos()))
                        : TopicRules.publish(will.topic(), will.payload().size()));
    }

    @Override
    public Verdict publish(ConnectedClient client, ServerMessage message) {
        if (!quotas.publish(client)) {
            tally.publishesOverQuota.increment();
            return tooMuch(client.clientId(), "the message to '" + Excerpt.of(message.topic()) + "' is over the rate");
        }
        Optional<Verdict> scripted = faults.verdict(message.topic());
        if (scripted.isPresent()) {
            return scripted(client, scripted.get());
        }
        ConnectionPolicy policy = permissions.of(client);
        return TopicRules.publish(message.topic(), message.payload().size())
                .or(() -> deniedPublish(policy, message))
                .map(violation -> refuse(client, violation, violation.rule().publishCode(), message.qos() > 0))
                .orElseGet(Verdict::allow);
    }

    @Override
    public Verdict subscribe(ConnectedClient client, String filter, int qos) {
        if (qos > 1) {
            // AWS answers with silence, so that the client waits for ever. A cut says what is wrong.
            Violation tooHigh =
                    new Violation(AwsRule.QOS, "'" + Excerpt.of(filter) + "' is subscribed to with QoS " + qos);
            report(client.clientId(), tooHigh);
            return Verdict.disconnect(AwsRule.QOS.subscribeCode(), tooHigh.reason());
        }
        return TopicRules.subscribe(filter)
                .or(() -> denied(permissions.of(client), PolicyAction.SUBSCRIBE, filter))
                .map(violation -> refuse(client, violation, violation.rule().subscribeCode(), true))
                .orElseGet(Verdict::allow);
    }

    private Verdict scripted(ConnectedClient client, Verdict verdict) {
        if (verdict instanceof Verdict.HangUp) {
            tally.hangUps.increment();
        }
        events.accept(new SimulatorEvent.Misbehaved(client.clientId(), verdict.reason()));
        return verdict;
    }

    /** A delivery that the policy does not allow, or is over the rate, is left out; the subscriber is not told. */
    @Override
    public boolean deliver(ConnectedClient client, ServerMessage message) {
        if (TopicRules.ruleOf(message.topic()).isPresent()) {
            // A filter such as $aws/# matches. Basic Ingest leaves the message broker out.
            return false;
        }
        Optional<Violation> violation = denied(permissions.of(client), PolicyAction.RECEIVE, message.topic());
        if (violation.isEmpty() && !quotas.publish(client)) {
            tally.deliveriesOverQuota.increment();
            String reason = "the message to its subscription of '" + Excerpt.of(message.topic()) + "' is over the rate";
            violation = Optional.of(new Violation(AwsRule.RATE, reason));
        }
        violation.ifPresent(found -> report(client.clientId(), found));
        return violation.isEmpty();
    }

    @Override
    public Disturbance disturb(ConnectedClient client, String topic) {
        return faults.disturbance(topic);
    }

    @Override
    public int copies(ServerMessage message) {
        return faults.copies(message.topic());
    }

    /** Basic Ingest leaves the message broker out, which keeps retained messages. */
    @Override
    public boolean retains(ServerMessage message) {
        return TopicRules.ruleOf(message.topic()).isEmpty();
    }

    @Override
    public Duration transferred(ConnectedClient client, long bytes) {
        return quotas.transfer(client, bytes);
    }

    @Override
    public Duration storedSent(ConnectedClient client) {
        return quotas.stored(client);
    }

    @Override
    public void connected(ConnectedClient client) {
        permissions.opened(client);
        quotas.open(client);
        tally.connections.increment();
        events.accept(
                new SimulatorEvent.Connected(client.clientId(), client.request().protocolVersion()));
        services.connected(client);
    }

    @Override
    public void disconnecting(ConnectedClient client, int reasonCode) {
        tally.disconnect(reasonCode);
    }

    @Override
    public void disconnected(ConnectedClient client, ConnectionEnd end) {
        permissions.closed(client);
        quotas.close(client);
        events.accept(new SimulatorEvent.Disconnected(client.clientId(), end.reason()));
        services.disconnected(client, end);
    }

    @Override
    public void subscribed(ConnectedClient client, List<String> filters) {
        services.subscribed(client, filters);
    }

    @Override
    public void unsubscribed(ConnectedClient client, List<String> filters) {
        services.unsubscribed(client, filters);
    }

    @Override
    public void published(ConnectedClient client, ServerMessage message) {
        messages.accept(new CloudMessage(client.clientId(), message));
        services.published(client, message);
    }

    @Override
    public void refused(String clientId, int reasonCode, String reason) {
        report(clientId, new Violation(AwsRule.ofServer(reasonCode), reason));
    }

    /** @param answerable whether the request has an acknowledgement */
    private Verdict refuse(ConnectedClient client, Violation violation, int code, boolean answerable) {
        report(client.clientId(), violation);
        Refusal how = violation.rule() == AwsRule.POLICY ? unauthorized : Refusal.ANSWER_AND_DISCONNECT;
        boolean mqtt5 = client.request().protocolVersion() >= MQTT_5;
        return how.verdict(code, violation.reason(), answerable && mqtt5);
    }

    private Verdict tooMuch(String clientId, String reason) {
        report(clientId, new Violation(AwsRule.RATE, reason));
        return Verdict.discard(AwsRule.RATE.publishCode(), reason);
    }

    private void report(String clientId, Violation violation) {
        events.accept(new SimulatorEvent.Refused(Excerpt.of(clientId), violation.rule(), violation.reason()));
    }

    private static Optional<Violation> denied(ConnectionPolicy policy, PolicyAction action, String name) {
        return policy.decide(action, name) instanceof PolicyDecision.Denied denied
                ? Optional.of(new Violation(AwsRule.POLICY, denied.reason()))
                : Optional.empty();
    }

    /** A last will must be allowed when it is left (AWS IoT Developer Guide, "Retained message policy examples"). */
    private Optional<Violation> denied(ConnectRequest request) {
        ConnectionPolicy policy = permissions.of(request);
        return denied(policy, PolicyAction.CONNECT, request.clientId())
                .or(() -> request.will().flatMap(will -> deniedPublish(policy, will)));
    }

    private static Optional<Violation> deniedPublish(ConnectionPolicy policy, ServerMessage message) {
        return denied(policy, PolicyAction.PUBLISH, message.topic())
                .or(() -> message.retain()
                        ? denied(policy, PolicyAction.RETAIN_PUBLISH, message.topic())
                        : Optional.empty());
    }

    /** A device has published over HTTP. */
    boolean heard(CloudMessage message) {
        messages.accept(message);
        return true;
    }
}
