package dev.tedge.simulator.service;

import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ServerMessage;
import java.util.Objects;

/**
 * A message of a device that every rule allows.
 *
 * @param device who has sent it
 * @param message what it has sent; topic, payload and properties as they came
 */
public record DeviceMessage(ConnectedClient device, ServerMessage message) {

    public DeviceMessage {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(message, "message");
    }

    /** The client id. */
    public String clientId() {
        return device.clientId();
    }

    /** The topic to which it was published. */
    public String topic() {
        return message.topic();
    }

    /** Its content. */
    public Payload payload() {
        return message.payload();
    }
}
