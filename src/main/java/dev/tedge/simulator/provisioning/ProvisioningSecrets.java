package dev.tedge.simulator.provisioning;

import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ServerMessage;

/**
 * Keeps private keys and ownership tokens from those who only look on. All payloads of fleet provisioning are hidden,
 * but for refusals, which hold no secret.
 */
public final class ProvisioningSecrets {

    private static final Payload HIDDEN = Payload.of("(not shown: it may hold a key or a token)");

    private ProvisioningSecrets() {}

    /** The message as it may be shown to anybody; the same if it holds no secret. */
    public static ServerMessage hide(ServerMessage message) {
        String topic = message.topic();
        boolean isProvisioning =
                topic.startsWith("$aws/certificates/") || topic.startsWith("$aws/provisioning-templates/");
        return isProvisioning && !topic.endsWith("/rejected")
                ? ServerMessage.of(topic, HIDDEN, message.qos())
                : message;
    }
}
