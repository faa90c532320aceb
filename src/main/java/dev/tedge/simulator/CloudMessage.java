package dev.tedge.simulator;

import dev.tedge.mqttserver.MessageProperties;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.simulator.provisioning.ProvisioningSecrets;
import java.util.Objects;
import java.util.Optional;

/**
 * A message that a device has delivered to the cloud: accepted by every rule, so QoS 0 or 1.
 *
 * @param clientId the device's client id
 * @param message topic, payload, QoS, retain flag and MQTT 5 properties as they arrived
 */
public record CloudMessage(String clientId, ServerMessage message) {

    public CloudMessage {
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(message, "message");
    }

    /** For people: keys and tokens of provisioning are {@linkplain ProvisioningSecrets hidden}. */
    CloudMessage withoutSecrets() {
        return new CloudMessage(clientId, ProvisioningSecrets.hide(message));
    }

    /** The topic to which it was published. */
    public String topic() {
        return message.topic();
    }

    /** The rule that it is for, if it came by Basic Ingest: to {@code $aws/rules/<rule>/...}. */
    public Optional<String> rule() {
        return TopicRules.ruleOf(topic());
    }

    /** Its content. */
    public Payload payload() {
        return message.payload();
    }

    /** Its content read as UTF-8; what is not UTF-8 becomes U+FFFD. */
    public String text() {
        return message.payload().text();
    }

    /** What else it carries; nothing from a 3.1.1 client. */
    public MessageProperties properties() {
        return message.properties();
    }
}
