package dev.tedge.simulator.service;

import dev.tedge.mqttserver.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;

/**
 * What a {@link CloudService} can do. To be called on the event loop of the MQTT server only, but for
 * {@link #after}.
 */
public interface Cloud {

    /** Where all devices are: the simulator listens there only. */
    String DEVICE_ADDRESS = "127.0.0.1";

    /**
     * Publishes to all subscribers, with QoS 1. Reserved topics and topics of any depth are allowed.
     *
     * @param topic a valid topic name
     */
    void publish(String topic, Payload payload);

    /** Sends with QoS 1 to this client if it has a session, whether or not it has subscribed: as AWS answers requests. */
    void send(String clientId, String topic, Payload payload);

    /** Sends with QoS 1 to this client if it has a session and has subscribed to the topic. */
    void reply(String clientId, String topic, Payload payload);

    /** Tells people, in the log and to listeners, that a service has refused a request. */
    void rejected(String clientId, String topic, int code, String reason);

    /** The time of day. */
    Instant now();

    /**
     * Runs an action later, on the event loop, unless the future is cancelled before. Never after the simulator's end.
     * May be called from any thread.
     */
    Future<?> after(Duration delay, Runnable action);
}
