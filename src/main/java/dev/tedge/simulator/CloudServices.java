package dev.tedge.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.ConnectionEnd;
import dev.tedge.mqttserver.MqttServer;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.simulator.jobs.JobsService;
import dev.tedge.simulator.lifecycle.LifecycleService;
import dev.tedge.simulator.provisioning.FleetProvisioning;
import dev.tedge.simulator.provisioning.JustInTime;
import dev.tedge.simulator.provisioning.KeyQueue;
import dev.tedge.simulator.provisioning.ProvisioningSecrets;
import dev.tedge.simulator.provisioning.ProvisioningSettings;
import dev.tedge.simulator.registry.Registry;
import dev.tedge.simulator.service.Cloud;
import dev.tedge.simulator.service.CloudService;
import dev.tedge.simulator.service.DeviceMessage;
import dev.tedge.simulator.shadow.ShadowService;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services of one simulator. They are asked nothing before {@link #begin}: no device is let in yet. */
final class CloudServices implements Cloud {

    private static final Logger LOG = LoggerFactory.getLogger(CloudServices.class);

    /** Who has sent what comes from AWS itself. */
    static final String CLOUD = "cloud";

    private final ShadowService shadows;
    private final JobsService jobs;
    private final JustInTime justInTime;
    private final Registry registry;
    private final List<CloudService> services;
    private final List<BiConsumer<String, ServerMessage>> observers = new CopyOnWriteArrayList<>();
    private final Consumer<SimulatorEvent> events;
    private final InstantSource clock;
    private volatile Runnable changes = () -> {};

    /** Completed before the first device is let in. */
    private final CompletableFuture<MqttServer> server = new CompletableFuture<>();

    /** @param events used in the place of the builder's */
    CloudServices(AwsIotSimulatorBuilder builder, Registry registry, Consumer<SimulatorEvent> events) {
        ProvisioningSettings provisioning = builder.provisioning();
        this.events = events;
        this.registry = registry;
        this.clock = builder.time;
        this.shadows = new ShadowService(this, builder.quotas, builder.nanos, builder.shadowAnswerTime);
        this.jobs = new JobsService(this);
        this.justInTime = new JustInTime(this, registry, provisioning);
        this.services = new ArrayList<>(List.of(
                registry,
                shadows,
                jobs,
                new LifecycleService(this),
                new FleetProvisioning(this, registry, provisioning, KeyQueue.start())));
    }

    /** One more, before {@link #begin}. */
    void add(CloudService service) {
        services.add(service);
    }

    ShadowService shadows() {
        return shadows;
    }

    JustInTime justInTime() {
        return justInTime;
    }

    JobsService jobs() {
        return jobs;
    }

    void begin(MqttServer started) {
        server.complete(started);
    }

    void connected(ConnectedClient device) {
        each(service -> service.connected(device));
    }

    void disconnected(ConnectedClient device, ConnectionEnd end) {
        each(service -> service.disconnected(device, end));
    }

    void subscribed(ConnectedClient device, List<String> filters) {
        each(service -> service.subscribed(device, filters));
    }

    void unsubscribed(ConnectedClient device, List<String> filters) {
        each(service -> service.unsubscribed(device, filters));
    }

    void published(ConnectedClient device, ServerMessage message) {
        DeviceMessage published = new DeviceMessage(device, message);
        each(service -> service.published(published));
        changes.run();
        tell(device.clientId(), message);
    }

    /** Publishes for somebody who is not connected. From any thread. */
    void publishFrom(String from, ServerMessage message) {
        server.join().publish(message);
        Future<?> unused = after(Duration.ZERO, () -> {
            each(service -> service.publishedByCloud(from, message));
            tell(from, message);
        });
    }

    /** A service that fails leaves the others alone. */
    private void each(Consumer<CloudService> call) {
        for (CloudService service : services) {
            try {
                call.accept(service);
            } catch (RuntimeException failure) {
                // Its message may repeat what a device has sent.
                LOG.error(
                        "The service '{}' has failed with {}; the others go on",
                        service.name(),
                        failure.getClass().getName());
                LOG.debug("The failure of the service '{}'", service.name(), failure);
            }
        }
    }

    private void tell(String from, ServerMessage message) {
        ServerMessage shown = ProvisioningSecrets.hide(message);
        observers.forEach(observer -> observer.accept(from, shown));
    }

    /**
     * Has somebody told of each message, with who sent it, on the event loop. Keys and tokens of provisioning are
     * {@linkplain ProvisioningSecrets hidden}.
     */
    void observe(BiConsumer<String, ServerMessage> observer) {
        observers.add(observer);
    }

    /** Has somebody told, on any thread, whenever the {@link #state} may have changed. */
    void onChange(Runnable listener) {
        changes = listener;
        registry.onChange(listener);
    }

    /** Saves later, which changes nothing, on the event loop. */
    Future<?> saveAfter(Duration delay, Runnable action) {
        return server.join().schedule(delay, action);
    }

    /** Tells people of an event, on the event loop. From any thread; returns at once. */
    void tell(SimulatorEvent event) {
        Future<?> unused = server.thenAccept(started -> tell(started, event));
    }

    private void tell(MqttServer loop, SimulatorEvent event) {
        Future<?> unused = loop.schedule(Duration.ZERO, () -> events.accept(event));
    }

    /** Another number after each change of {@link #state}. On the event loop. */
    long version() {
        return services.stream().mapToLong(CloudService::version).sum();
    }

    /** What the services want to be kept. On the event loop. */
    ObjectNode state() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (CloudService service : services) {
            ObjectNode own = JsonNodeFactory.instance.objectNode();
            service.save(own);
            if (!own.isEmpty()) {
                all.set(service.name(), own);
            }
        }
        return all;
    }

    /**
     * Gives the services what they wanted to be kept. On the event loop, before the first device is let in.
     *
     * @return how many had something
     * @throws IllegalArgumentException if a service cannot use it; the message names it
     */
    int restore(ObjectNode state) {
        int restored = 0;
        for (CloudService service : services) {
            if (state.get(service.name()) instanceof ObjectNode own) {
                service.restore(own);
                restored++;
            }
        }
        return restored;
    }

    @Override
    public void publish(String topic, Payload payload) {
        ServerMessage message = ServerMessage.of(topic, payload, 1);
        server.join().publish(message);
        tell(CLOUD, message);
    }

    @Override
    public void send(String clientId, String topic, Payload payload) {
        ServerMessage message = ServerMessage.of(topic, payload, 1);
        server.join().send(clientId, message);
        tell(CLOUD, message);
    }

    @Override
    public void reply(String clientId, String topic, Payload payload) {
        ServerMessage message = ServerMessage.of(topic, payload, 1);
        server.join().reply(clientId, message);
        tell(CLOUD, message);
    }

    @Override
    public void rejected(String clientId, String topic, int code, String reason) {
        events.accept(new SimulatorEvent.Rejected(clientId, topic, code, reason));
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Future<?> after(Duration delay, Runnable action) {
        return server.join().schedule(delay, () -> {
            action.run();
            changes.run();
        });
    }
}
