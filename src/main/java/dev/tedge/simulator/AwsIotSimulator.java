package dev.tedge.simulator;

import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.MqttServer;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.simulator.policy.PolicyDocument;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An AWS IoT Core endpoint on 127.0.0.1, in memory: mutual TLS, one policy for all devices, AWS's limits and topic
 * rules. It has no services: a message on a shadow or job topic reaches its subscribers, and nobody answers.
 *
 * <p>Harsher than AWS where AWS is silent: QoS 2 ends the connection. Milder: no limits of rate or throughput, no
 * Server Name Indication needed, since clients send none to an IP address.
 *
 * <p>All methods may be called from any thread.
 */
public final class AwsIotSimulator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AwsIotSimulator.class);

    private final DeviceRegistry registry;
    private final AwsHooks hooks;
    private final MqttServer server;

    private AwsIotSimulator(Builder builder, Identity identity) throws IOException {
        CompletableFuture<MqttServer> started = new CompletableFuture<>();
        Consumer<SimulatorEvent> events = builder.events;
        Consumer<SimulatorEvent> logged = event -> {
            LOG.info("{}", event);
            events.accept(event);
        };
        registry = new DeviceRegistry(builder.devices, logged);
        hooks = new AwsHooks(started, registry, builder.policy, logged, builder.messages);
        server = MqttServer.start(
                AwsServer.config(
                        builder.port, AwsServer.tls(identity.key(), identity.chain(), registry), builder.sessionExpiry),
                hooks);
        started.complete(server);
    }

    /** A simulator with the policy of {@code deploy/aws/policy.json} on any free port. */
    public static Builder builder() {
        return new Builder();
    }

    /** The TCP port that it listens on. */
    public int port() {
        return server.port();
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
        server.publish(message);
    }

    /** MQTT connections that are open now. */
    public int connections() {
        return hooks.clients().size();
    }

    /** Client ids that are connected now. */
    public List<String> connectedClients() {
        return hooks.clients().stream().map(ConnectedClient::clientId).sorted().toList();
    }

    /** MQTT connections accepted since the start. */
    public long acceptedConnections() {
        return hooks.accepted();
    }

    /** Registers one more device certificate. */
    public void register(X509Certificate device) {
        registry.register(device);
    }

    /** Lets no new connection in with this certificate; an open one stays, as in AWS. */
    public void deregister(X509Certificate device) {
        registry.deregister(device);
    }

    /** Attaches another policy, for open connections too. */
    public void attach(PolicyDocument policy) {
        hooks.attach(Objects.requireNonNull(policy, "policy"));
    }

    /**
     * Ends all connections; sessions live on as agreed.
     *
     * @param reasonCode one that DISCONNECT may carry, for example {@link ReasonCode#ADMINISTRATIVE_ACTION}
     */
    public void disconnectAll(int reasonCode) {
        hooks.clients().forEach(client -> server.disconnect(client.clientId(), reasonCode, "Ended by the simulator"));
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
        server.close();
    }

    /** Server key and certificates, which belong together. */
    private record Identity(PrivateKey key, List<X509Certificate> chain) {

        private Identity {
            Objects.requireNonNull(key, "key");
            chain = List.copyOf(chain);
            if (chain.isEmpty()) {
                throw new IllegalArgumentException("chain must hold the server's own certificate, but is empty");
            }
        }

        @Override
        public String toString() {
            return "Identity[" + chain.get(0).getSubjectX500Principal() + "]";
        }
    }

    /**
     * How to start a simulator. The listeners are called on the simulator's only I/O thread: they must return at once
     * and not throw. Keep the builder to start an equal simulator again.
     */
    public static final class Builder {

        private int port;
        private Optional<Identity> identity = Optional.empty();
        private PolicyDocument policy = PolicyDocument.standard();
        private Duration sessionExpiry = Duration.ofHours(1);
        private Consumer<CloudMessage> messages = message -> {};
        private Consumer<SimulatorEvent> events = event -> {};
        private final List<X509Certificate> devices = new ArrayList<>();

        private Builder() {}

        /** TCP port on 127.0.0.1; 0, the default, for any that is free. */
        public Builder port(int newPort) {
            port = newPort;
            return this;
        }

        /**
         * What the simulator shows to devices. Required.
         *
         * @param chain the server's own certificate first
         * @throws IllegalArgumentException if the chain is empty
         */
        public Builder serverIdentity(PrivateKey key, List<X509Certificate> chain) {
            identity = Optional.of(new Identity(key, chain));
            return this;
        }

        /**
         * Registers a device certificate, self-signed or not; its common name is the thing name.
         *
         * @throws IllegalArgumentException if it has no common name
         */
        public Builder device(X509Certificate certificate) {
            DeviceRegistry.commonName(certificate);
            devices.add(certificate);
            return this;
        }

        /** The policy of all devices. */
        public Builder policy(PolicyDocument newPolicy) {
            policy = Objects.requireNonNull(newPolicy, "policy");
            return this;
        }

        /**
         * The longest persistent session, for MQTT 5 and 3.1.1: more than 0 and up to 7 days. 1 hour by default.
         *
         * @throws IllegalArgumentException if AWS grants no such time
         */
        public Builder sessionExpiry(Duration longest) {
            if (longest.isNegative() || longest.isZero() || longest.compareTo(AwsServer.LONGEST_SESSION) > 0) {
                throw new IllegalArgumentException("AWS keeps sessions for up to 7 days, but not for " + longest);
            }
            sessionExpiry = longest;
            return this;
        }

        /** Called for each message that a device has delivered, its last will included. */
        public Builder onMessage(Consumer<CloudMessage> listener) {
            messages = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** Called for each connect, disconnect and refusal, those in the TLS handshake included. */
        public Builder onEvent(Consumer<SimulatorEvent> listener) {
            events = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Starts the simulator; it accepts devices when this returns.
         *
         * @throws IOException if the port cannot be bound; the message says what to do
         * @throws IllegalStateException if no server identity was given
         * @throws IllegalArgumentException if the server identity is no good for TLS
         */
        public AwsIotSimulator start() throws IOException {
            return new AwsIotSimulator(
                    this, identity.orElseThrow(() -> new IllegalStateException("Give a server identity first")));
        }
    }
}
