package dev.tedge.simulator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.MqttServer.Retained;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.simulator.fault.FaultService;
import dev.tedge.simulator.jobs.JobsService;
import dev.tedge.simulator.policy.ConnectionPolicy;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.shadow.ShadowService;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What lies behind the HTTP port. All methods may be called from any thread but the event loop. */
public interface Backend {

    /**
     * Publishes as if a device had, or the cloud.
     *
     * @param from the thing of the device, or {@code cloud}
     * @param anything whether the cloud may use every reserved topic, as the services of AWS do; other rules hold
     * @throws IllegalArgumentException if AWS has no such topic
     */
    void publish(String from, ServerMessage message, boolean anything);

    /** What the policy lets a certificate do, or empty if it is not registered or not valid. */
    Optional<ConnectionPolicy> policyOf(X509Certificate device);

    /** The thing name in a certificate. */
    String thingOf(X509Certificate device);

    /** Ends the connection of a client; false if there is none. */
    boolean disconnect(String clientId);

    /** Tells people that a request is refused. */
    void rejected(String from, String request, int status, String reason);

    /** What it does wrong. */
    FaultService faults();

    /** Device shadows; for the event loop only. */
    ShadowService shadows();

    /** Jobs; for the event loop only. */
    JobsService jobs();

    /**
     * The retained messages, ordered by topic.
     *
     * @throws IllegalStateException if there was no result in 10 s
     */
    List<Retained> retained();

    /** Attaches another policy. */
    void attach(PolicyDocument policy);

    /** Who is connected and what has happened, for people and programs. */
    ObjectNode status();

    /**
     * Runs on the event loop and waits.
     *
     * @throws IllegalStateException if there was no result in 10 s
     */
    <T> T onLoop(Supplier<T> work);
}
