package dev.tedge.simulator;

import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.quota.Quotas;
import dev.tedge.simulator.refusal.Refusal;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How to start a simulator. The listeners are called on the simulator's only I/O thread: they must return at once
 * and not throw. Keep the builder to start an equal simulator again.
 */
public final class AwsIotSimulatorBuilder {

    int port;
    private Optional<Identity> identity = Optional.empty();
    PolicyDocument policy = PolicyDocument.standard();
    Duration sessionExpiry = Duration.ofHours(1);
    Consumer<CloudMessage> messages = message -> {};
    Consumer<SimulatorEvent> events = event -> {};
    Quotas quotas = Quotas.NONE;
    Refusal unauthorized = Refusal.ANSWER_AND_DISCONNECT;
    LongSupplier nanos = System::nanoTime;
    InstantSource time = InstantSource.system();
    final List<X509Certificate> devices = new ArrayList<>();

    AwsIotSimulatorBuilder() {}

    /** TCP port on 127.0.0.1; 0, the default, for any that is free. */
    public AwsIotSimulatorBuilder port(int newPort) {
        port = newPort;
        return this;
    }

    /**
     * What the simulator shows to devices. Required.
     *
     * @param chain the server's own certificate first
     * @throws IllegalArgumentException if the chain is empty
     */
    public AwsIotSimulatorBuilder serverIdentity(PrivateKey key, List<X509Certificate> chain) {
        identity = Optional.of(new Identity(key, chain));
        return this;
    }

    /**
     * Registers a device certificate, self-signed or not; its common name is the thing name.
     *
     * @throws IllegalArgumentException if it has no common name
     */
    public AwsIotSimulatorBuilder device(X509Certificate certificate) {
        DeviceRegistry.commonName(certificate);
        devices.add(certificate);
        return this;
    }

    /** The policy of all devices. */
    public AwsIotSimulatorBuilder policy(PolicyDocument newPolicy) {
        policy = Objects.requireNonNull(newPolicy, "policy");
        return this;
    }

    /**
     * The longest persistent session, for MQTT 5 and 3.1.1: more than 0 and up to 7 days. 1 hour by default.
     *
     * @throws IllegalArgumentException if AWS grants no such time
     */
    public AwsIotSimulatorBuilder sessionExpiry(Duration longest) {
        if (longest.isNegative() || longest.isZero() || longest.compareTo(AwsServer.LONGEST_SESSION) > 0) {
            throw new IllegalArgumentException("AWS keeps sessions for up to 7 days, but not for " + longest);
        }
        sessionExpiry = longest;
        return this;
    }

    /** The rates that hold; {@link Quotas#NONE} by default. What CONNACK tells of limits holds in any case. */
    public AwsIotSimulatorBuilder quotas(Quotas newQuotas) {
        quotas = Objects.requireNonNull(newQuotas, "quotas");
        return this;
    }

    /** How an MQTT 5 device is refused what the policy denies; {@link Refusal#ANSWER_AND_DISCONNECT} by default. */
    public AwsIotSimulatorBuilder unauthorized(Refusal refusal) {
        unauthorized = Objects.requireNonNull(refusal, "refusal");
        return this;
    }

    /**
     * The clock of the rates, in nanoseconds as {@link System#nanoTime()}, which it is by default. Asked on the
     * simulator's only I/O thread.
     */
    public AwsIotSimulatorBuilder clock(LongSupplier newNanos) {
        nanos = Objects.requireNonNull(newNanos, "nanos");
        return this;
    }

    /** The time of day that services tell; the system's by default. */
    public AwsIotSimulatorBuilder time(InstantSource newTime) {
        time = Objects.requireNonNull(newTime, "time");
        return this;
    }

    /** Called for each message that a device has delivered, its last will included. */
    public AwsIotSimulatorBuilder onMessage(Consumer<CloudMessage> listener) {
        messages = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /** Called for each connect, disconnect and refusal, those in the TLS handshake included. */
    public AwsIotSimulatorBuilder onEvent(Consumer<SimulatorEvent> listener) {
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

    /** Server key and certificates, which belong together. */
    record Identity(PrivateKey key, List<X509Certificate> chain) {

        Identity {
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
}
