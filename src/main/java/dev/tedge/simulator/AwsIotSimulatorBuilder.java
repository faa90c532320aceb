package dev.tedge.simulator;

import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.provisioning.ProvisioningSettings;
import dev.tedge.simulator.provisioning.ProvisioningTemplate;
import dev.tedge.simulator.quota.Quotas;
import dev.tedge.simulator.refusal.Refusal;
import dev.tedge.simulator.registry.RegisteredCertificate;
import dev.tedge.simulator.registry.Thing;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How to start a simulator. The listeners are called on the simulator's only I/O thread: they must return at once
 * and not throw. Keep the builder to start an equal simulator again.
 */
public final class AwsIotSimulatorBuilder {

    int port;
    private final Map<String, ProvisioningTemplate> templates = new HashMap<>();
    private final Map<String, PolicyDocument> policies = new HashMap<>();
    private final List<ProvisioningSettings.Authority> authorities = new ArrayList<>();
    private Duration provisioningDelay = Duration.ofSeconds(1);
    private Optional<Identity> identity = Optional.empty();
    Optional<Identity> expired = Optional.empty();
    OptionalInt httpPort = OptionalInt.empty();
    boolean isHttpPortFixed = true;
    Optional<Path> state = Optional.empty();
    PolicyDocument policy = PolicyDocument.standard();
    Duration sessionExpiry = Duration.ofHours(1);
    Consumer<CloudMessage> messages = message -> {};
    Consumer<SimulatorEvent> events = event -> {};
    Quotas quotas = Quotas.NONE;
    Duration shadowAnswerTime = Duration.ZERO;
    Refusal unauthorized = Refusal.ANSWER_AND_DISCONNECT;
    LongSupplier nanos = System::nanoTime;
    InstantSource time = InstantSource.system();
    final List<RegisteredCertificate> certificates = new ArrayList<>();
    final List<Thing> things = new ArrayList<>();

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
     * What devices are shown while the fault {@code expire-certificate} lasts: usually a certificate that has expired.
     *
     * @param chain the server's own certificate first
     * @throws IllegalArgumentException if the chain is empty
     */
    public AwsIotSimulatorBuilder expiredServerIdentity(PrivateKey key, List<X509Certificate> chain) {
        expired = Optional.of(new Identity(key, chain));
        return this;
    }

    /**
     * Registers a device certificate, self-signed or not; its common name is the thing name.
     *
     * @throws IllegalArgumentException if it has no common name
     */
    public AwsIotSimulatorBuilder device(X509Certificate certificate) {
        return device(RegisteredCertificate.of(certificate, DeviceRegistry.thingName(certificate)));
    }

    /** Registers a device certificate that is attached to this thing and has a policy of its own. */
    public AwsIotSimulatorBuilder device(X509Certificate certificate, String thing, PolicyDocument ownPolicy) {
        return device(RegisteredCertificate.of(certificate, thing, ownPolicy));
    }

    /** Registers a certificate that many devices may share to ask for one of their own; it is attached to no thing. */
    public AwsIotSimulatorBuilder claim(X509Certificate certificate, PolicyDocument ownPolicy) {
        return device(RegisteredCertificate.claim(certificate, ownPolicy));
    }

    /** Registers a certificate in any state. */
    public AwsIotSimulatorBuilder device(RegisteredCertificate certificate) {
        certificates.add(Objects.requireNonNull(certificate, "certificate"));
        return this;
    }

    /**
     * Speaks HTTPS, too: the data plane as AWS's SDKs use it. A registered device certificate may do what its policy
     * allows, where variables of things have no value; a request with an AWS4-HMAC-SHA256 signature may do everything,
     * and its signature is not checked, since the simulator knows no secret keys.
     *
     * @param newPort on 127.0.0.1; 0 for any that is free; without this call there is none
     */
    public AwsIotSimulatorBuilder httpPort(int newPort) {
        httpPort = OptionalInt.of(newPort);
        isHttpPortFixed = true;
        return this;
    }

    /** As {@link #httpPort}, on any free port if another program uses this one. */
    public AwsIotSimulatorBuilder preferredHttpPort(int newPort) {
        httpPort = OptionalInt.of(newPort);
        isHttpPortFixed = false;
        return this;
    }

    /** Adds a thing with type and attributes; the things of devices are there without. */
    public AwsIotSimulatorBuilder thing(Thing thing) {
        things.add(Objects.requireNonNull(thing, "thing"));
        return this;
    }

    /** Adds a template of fleet provisioning: who connects with a claim certificate can ask for a thing by it. */
    public AwsIotSimulatorBuilder template(String name, ProvisioningTemplate template) {
        templates.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(template, "template"));
        return this;
    }

    /** Adds a policy to which templates may refer by its name. */
    public AwsIotSimulatorBuilder policy(String name, PolicyDocument document) {
        policies.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(document, "document"));
        return this;
    }

    /** Registers a CA whose devices are provisioned by a template when they first connect (JITP). */
    public AwsIotSimulatorBuilder jitp(X509Certificate authority, ProvisioningTemplate template) {
        authorities.add(new ProvisioningSettings.Authority(authority, Optional.of(template)));
        return this;
    }

    /**
     * Keeps what its services know, such as shadows and jobs, in a directory; without this call in memory only. It is
     * made if there is none. With an HTTP port, the file {@code simulator.json} there lets {@code tedge simulator …}
     * find the simulator while it runs.
     */
    public AwsIotSimulatorBuilder state(Path directory) {
        state = Optional.of(directory);
        return this;
    }

    /**
     * Registers a CA whose devices wait for activation after they first connect (JITR); activate one with {@link
     * AwsIotSimulator#register(RegisteredCertificate)}.
     */
    public AwsIotSimulatorBuilder jitr(X509Certificate authority) {
        authorities.add(new ProvisioningSettings.Authority(authority, Optional.empty()));
        return this;
    }

    /** From the first connection of a device of a registered CA to its registration; 1 second by default. */
    public AwsIotSimulatorBuilder provisioningDelay(Duration delay) {
        provisioningDelay = Objects.requireNonNull(delay, "delay");
        return this;
    }

    ProvisioningSettings provisioning() {
        return new ProvisioningSettings(templates, policies, authorities, provisioningDelay);
    }

    /** The policy of all devices that have none of their own. */
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

    /**
     * From a request for a shadow to its answer; zero by default. AWS takes its time, and only so can a device have more
     * requests in flight than AWS allows.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public AwsIotSimulatorBuilder shadowAnswerTime(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time must not be negative, but is " + time);
        }
        shadowAnswerTime = time;
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

    /**
     * Called for each message that a device has delivered, its last will included. Messages of provisioning, which may
     * hold a key or a token, come without their payload.
     */
    public AwsIotSimulatorBuilder onMessage(Consumer<CloudMessage> listener) {
        messages = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /** Called for each connect, disconnect, refusal (those in the TLS handshake included) and ordered misbehaviour. */
    public AwsIotSimulatorBuilder onEvent(Consumer<SimulatorEvent> listener) {
        events = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Starts the simulator; it accepts devices when this returns.
     *
     * @throws IOException if a port cannot be bound or the state not be used; the message says what to do
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
