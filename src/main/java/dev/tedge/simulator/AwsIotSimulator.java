package dev.tedge.simulator;

import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.MqttServer;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.simulator.fault.Act;
import dev.tedge.simulator.fault.Fault;
import dev.tedge.simulator.fault.FaultBook;
import dev.tedge.simulator.fault.FaultService;
import dev.tedge.simulator.http.Watchers;
import dev.tedge.simulator.jobs.Jobs;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.refusal.ScriptedAnswer;
import dev.tedge.simulator.registry.CertificateStatus;
import dev.tedge.simulator.registry.RegisteredCertificate;
import dev.tedge.simulator.registry.Registry;
import dev.tedge.simulator.service.CloudCalls;
import dev.tedge.simulator.shadow.ShadowOperation;
import dev.tedge.simulator.shadow.ShadowOutcome;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An AWS IoT Core endpoint on 127.0.0.1, in memory: mutual TLS, policies, AWS's limits and topic rules, device shadows,
 * jobs, fleet provisioning by claim, just-in-time provisioning and registration, and lifecycle events.
 *
 * <p>Harsher than AWS where AWS is silent: a subscription with QoS 2 ends the connection, and a certificate that is
 * no longer registered ends it at once. Milder: no limits of rate or throughput unless
 * {@link AwsIotSimulatorBuilder#quotas} sets them, and no Server Name Indication is needed, since
 * clients send none to an IP address.
 *
 * <p>All methods may be called from any thread.
 */
public final class AwsIotSimulator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AwsIotSimulator.class);

    private final FaultBook faultBook = new FaultBook();
    private final FaultService faults;
    private final CloudServices services;
    private final Surroundings surroundings;
    private final Registry registry;
    private final Permissions permissions;
    private final AwsHooks hooks;
    private final MqttServer server;
    private final Jobs jobs;

    AwsIotSimulator(AwsIotSimulatorBuilder builder, AwsIotSimulatorBuilder.Identity identity) throws IOException {
        Consumer<SimulatorEvent> events = builder.events;
        Watchers watchers = new Watchers();
        Consumer<SimulatorEvent> logged = event -> {
            LOG.info("{}", event.words());
            events.accept(event);
            watchers.event(event.words());
        };
        registry = new Registry(builder.certificates, builder.things);
        services = new CloudServices(builder, registry, logged);
        jobs = new Jobs(services.jobs(), new CloudCalls(services));
        DeviceRegistry trust = new DeviceRegistry(registry, services.justInTime()::isNew, services::tell);
        permissions = new Permissions(registry, builder.policy);
        hooks = new AwsHooks(trust, permissions, services, builder, faultBook, logged);
        ServerFaults serverFaults = new ServerFaults(
                AwsServer.tls(identity, trust), builder.expired.map(expired -> AwsServer.tls(expired, trust)), logged);
        faults = new FaultService(services, faultBook, serverFaults);
        services.add(faults);
        server = MqttServer.start(AwsServer.config(builder.port, serverFaults.goodTls(), builder.sessionExpiry), hooks);
        serverFaults.begin(server);
        services.begin(server);
        services.observe(watchers::message);
        CloudCalls calls = new CloudCalls(services);
        surroundings = new Surroundings(calls, services);
        SimulatorBackend.Entrance entrance = new SimulatorBackend.Entrance(
                calls,
                trust,
                permissions,
                serverFaults.goodTls(),
                identity.chain().get(0));
        try {
            surroundings.open(builder, new SimulatorBackend(this, hooks, services, entrance), watchers);
        } catch (IOException | RuntimeException unusable) {
            server.close();
            throw unusable;
        }
        hooks.suspended(false);
    }

    /** A simulator with the policy of {@code deploy/aws/policy.json} on any free port. */
    public static AwsIotSimulatorBuilder builder() {
        return new AwsIotSimulatorBuilder();
    }

    /** The TCP port that it listens on. */
    public int port() {
        return server.port();
    }

    /**
     * The TCP port on which it speaks HTTPS.
     *
     * @throws IllegalStateException if none was {@linkplain AwsIotSimulatorBuilder#httpPort asked for}
     */
    public int httpPort() {
        return surroundings
                .httpPort()
                .orElseThrow(() -> new IllegalStateException("Ask for an HTTP port first: builder().httpPort(0)"));
    }

    /**
     * Publishes to devices as the cloud does, with QoS 1, not retained. A device gets it if it has subscribed and the
     * policy lets it receive.
     *
     * @throws IllegalArgumentException if AWS has no such topic or takes no such payload
     */
    public void publish(String topic, String payload) {
        publish(ServerMessage.of(topic, Payload.of(payload), 1));
    }

    /**
     * Publishes to devices as the cloud does.
     *
     * @throws IllegalArgumentException if AWS has no such topic, takes no such payload, or the QoS is 2
     */
    public void publish(ServerMessage message) {
        TopicRules.cloudPublish(message.topic(), message.payload().size()).ifPresent(violation -> {
            throw new IllegalArgumentException(violation.reason());
        });
        if (message.qos() > 1) {
            throw new IllegalArgumentException("AWS IoT Core has no QoS 2");
        }
        publishFrom(CloudServices.CLOUD, message);
    }

    /** @param from the thing of a device that is not connected, or {@code cloud} */
    void publishFrom(String from, ServerMessage message) {
        services.publishFrom(from, message);
    }

    /** On the event loop only. */
    boolean rejected(String from, String request, int status, String reason) {
        services.rejected(from, request, status, reason);
        return true;
    }

    FaultService faultService() {
        return faults;
    }

    /**
     * Asks the device shadow service as an application in the cloud does. Devices that have subscribed are told of an
     * update and a deletion.
     *
     * @param name empty for the classic shadow
     * @param payload JSON as of AWS's shadow API; may be empty where nothing is updated
     * @return not completed when the simulator is closed before
     */
    public CompletableFuture<ShadowOutcome> shadow(
            String thing, Optional<String> name, ShadowOperation operation, String payload) {
        CompletableFuture<ShadowOutcome> outcome = new CompletableFuture<>();
        Future<?> unused = services.after(
                Duration.ZERO,
                () -> outcome.complete(services.shadows().request(thing, name, operation, Payload.of(payload))));
        return outcome;
    }

    /** The retained messages, ordered by topic. To be waited for on no listener's thread. */
    public CompletableFuture<List<MqttServer.Retained>> retained() {
        return server.retained();
    }

    /** MQTT connections that are open now. */
    public int connections() {
        return permissions.clients().size();
    }

    /** Client ids that are connected now. */
    public List<String> connectedClients() {
        return permissions.clients().stream()
                .map(ConnectedClient::clientId)
                .sorted()
                .toList();
    }

    /** MQTT connections accepted since the start. */
    public long acceptedConnections() {
        return counters().connections();
    }

    /** What it has done since the start. */
    public SimulatorCounters counters() {
        return hooks.counters();
    }

    /**
     * Answers messages of devices to these topics in its own way from now on, until it is used up or
     * {@link #answerAsUsual()} is called. Of several answers to a topic, the one that was given first is used up first.
     *
     * @param filter of topics, as in a subscription; not shared
     * @throws IllegalArgumentException if the filter is none
     */
    public void answer(String filter, ScriptedAnswer answer) {
        faultBook.add(answer.to(filter));
    }

    /**
     * Takes all of {@link #answer} back, and with it the faults {@code refuse} and {@code drop} of {@link #misbehave},
     * which are the same.
     */
    public void answerAsUsual() {
        faultBook.clear(act -> act instanceof Act.Refuse || act instanceof Act.Drop);
    }

    /**
     * Misbehaves from now on, until the fault is used up, its time is over, or {@link #behave()} is called. A restart
     * takes the place of one that lasts, and so does an expired certificate.
     *
     * @param fault such as {@code Fault.delay(Duration.ofMillis(500), "thinedge/#")}, or what {@link Fault#parse} makes
     *     of a text
     * @throws IllegalArgumentException if the simulator has what it takes not: an
     *     {@linkplain AwsIotSimulatorBuilder#expiredServerIdentity expired certificate}, or room for one more fault
     */
    public void misbehave(Fault fault) {
        faults.begin(fault);
    }

    /** Takes all of {@link #misbehave} and {@link #answer} back. */
    public void behave() {
        faults.clear();
    }

    /** The faults that are in force: not used up, not over, and not taken back. */
    public List<FaultBook.Entry> faults() {
        return faults.entries();
    }

    /** Registers one more device certificate; its common name is the thing name. */
    public void register(X509Certificate device) {
        register(RegisteredCertificate.of(device, DeviceRegistry.thingName(device)));
    }

    /**
     * Registers a certificate, in the place of an earlier record of it. Its policies hold for open connections too; a
     * status that lets nobody in ends them, for which AWS may take some minutes.
     */
    public void register(RegisteredCertificate certificate) {
        registry.register(certificate);
        if (certificate.status() != CertificateStatus.ACTIVE) {
            disconnect(certificate.certificate(), "The certificate is " + certificate.status());
        }
    }

    /** Lets no new connection in with this certificate, and ends open ones, for which AWS may take some minutes. */
    public void deregister(X509Certificate device) {
        registry.deregister(device);
        disconnect(device, "The certificate is not registered any more");
    }

    private void disconnect(X509Certificate device, String reason) {
        server.disconnect(
                client -> client.request().credentials().certificates().get(0).equals(device),
                ReasonCode.NOT_AUTHORIZED,
                reason);
    }

    /** What it gives devices to do. */
    public Jobs jobs() {
        return jobs;
    }

    /** The certificates and things that it knows. */
    public Registry registry() {
        return registry;
    }

    /**
     * Attaches another policy to all certificates that have none of their own, for open connections too: it holds for
     * their next request and their next delivery.
     */
    public void attach(PolicyDocument policy) {
        permissions.attach(Objects.requireNonNull(policy, "policy"));
    }

    /**
     * Ends the connection of a client; its session lives on as agreed.
     *
     * @return false if it has none
     */
    public boolean disconnect(String clientId, int reasonCode) {
        boolean isConnected = connectedClients().contains(clientId);
        server.disconnect(clientId, reasonCode, "Ended by the simulator");
        return isConnected;
    }

    /**
     * Ends all connections; sessions live on as agreed.
     *
     * @param reasonCode one that DISCONNECT may carry, for example {@link ReasonCode#ADMINISTRATIVE_ACTION}
     */
    public void disconnectAll(int reasonCode) {
        server.disconnect(client -> true, reasonCode, "Ended by the simulator");
    }

    /**
     * An outage that keeps sessions and their queued messages: ends all connections and cuts each new one before
     * CONNACK, until {@link #resume()}. For an outage with a closed port use {@link #close()} and start another
     * simulator on the same port; that one knows no sessions, like any that has been closed.
     */
    public void suspend() {
        hooks.suspended(true);
        disconnectAll(ReasonCode.SERVER_SHUTTING_DOWN);
    }

    /** Ends the outage that {@link #suspend()} began. */
    public void resume() {
        hooks.suspended(false);
    }

    /** Ends all connections, frees the port and forgets everything. Closing twice is harmless. */
    @Override
    public void close() {
        try {
            surroundings.close();
        } finally {
            server.close();
        }
    }
}
