package dev.tedge.simulator.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.ConnectionEnd;
import dev.tedge.mqttserver.ServerMessage;
import java.util.List;

/**
 * A service behind reserved topics. All methods are called on the event loop of the MQTT server and must return at once;
 * a service has no other thread and no lock. It ignores topics that are not its own.
 */
public interface CloudService {

    /** One word that never changes, such as {@code shadow}: what {@link #save} gives is kept under it. */
    String name();

    /** A device is connected. */
    default void connected(ConnectedClient device) {}

    /** A connection has ended. */
    default void disconnected(ConnectedClient device, ConnectionEnd end) {}

    /** A device has been granted these filters of one SUBSCRIBE. */
    default void subscribed(ConnectedClient device, List<String> filters) {}

    /** A device has given up these filters with one UNSUBSCRIBE. */
    default void unsubscribed(ConnectedClient device, List<String> filters) {}

    /** A device has published a message that every rule allows. Its subscribers get it, too. */
    default void published(DeviceMessage message) {}

    /**
     * Somebody who is not connected has published a message: the cloud's side, or a device over HTTP.
     *
     * @param from the thing of the device, or {@code cloud}
     */
    default void publishedByCloud(String from, ServerMessage message) {}

    /** Another, higher number after each change of what {@link #save} gives; constant for who saves nothing. */
    default long version() {
        return 0;
    }

    /** What is to outlast the simulator, without secrets; empty if nothing. */
    void save(ObjectNode state);

    /**
     * Takes over what an earlier simulator has {@linkplain #save saved}. Called once, before the first device connects.
     *
     * @throws IllegalArgumentException if the state cannot be understood; the message names the field
     */
    void restore(ObjectNode state);
}
