package dev.tedge.gateway;

import dev.tedge.config.Settings;
import java.util.Map;

/**
 * What a person can do about the reason codes with which AWS IoT Core refuses and ends connections (AWS IoT Developer
 * Guide, "MQTT reason codes"), on one line.
 */
final class AwsReasons {

    static final String POLICY =
            "Check that the policy of the certificate allows what the routes publish and subscribe to,"
                    + " and iot:RetainPublish for what is retained";

    private static final String LATER =
            "The gateway goes on trying; if it lasts, see the health of AWS IoT Core in this region";
    private static final String ROUTINE = "This is routine: the gateway connects again by itself";
    private static final String RATE = "Lower " + Settings.AWS_PACER_MAX_PUBLISHES.key();
    private static final String CLIENT_ID = "AWS takes at most 128 bytes that do not begin with '$' as a client id:"
            + " make the certificate with another name, `tedge cert create --device-id`";
    private static final String CONNECTS =
            "Too many connects: stop what else uses the same device id, and see" + " the quotas of the account";
    private static final String PACKET = "AWS did not understand a packet: look for what changes packets in between,"
            + " such as a proxy, and report it with a log at `--log-level trace`";
    private static final String TOPIC =
            "AWS takes topics of at most 256 bytes and 7 slashes, and of '$aws' only those that it names";

    private static final Map<Integer, String> ON_CONNECT = Map.ofEntries(
            Map.entry(0x80, LATER),
            Map.entry(0x81, PACKET),
            Map.entry(0x82, PACKET),
            Map.entry(0x84, "Set aws.url to an endpoint of AWS IoT Core: this one has no MQTT 5"),
            Map.entry(0x85, CLIENT_ID),
            Map.entry(
                    0x86,
                    "This is the answer to a custom authorizer: set aws.url to the endpoint that takes certificates"),
            Map.entry(
                    0x87,
                    "Check that the policy of the certificate allows iot:Connect, and that the thing has the name of"
                            + " the device id"),
            Map.entry(0x88, LATER),
            Map.entry(0x89, LATER),
            Map.entry(0x90, TOPIC),
            Map.entry(0x97, CONNECTS),
            Map.entry(0x9B, "AWS takes no QoS 2, not for a last will either"),
            Map.entry(0x9F, CONNECTS));

    private static final Map<Integer, String> ON_DISCONNECT = Map.ofEntries(
            Map.entry(0x80, LATER),
            Map.entry(0x81, PACKET),
            Map.entry(0x82, PACKET),
            Map.entry(0x83, LATER),
            Map.entry(0x87, POLICY),
            Map.entry(0x89, LATER),
            Map.entry(0x8B, ROUTINE),
            Map.entry(0x8D, "Check the network, or lower " + Settings.AWS_BRIDGE_KEEPALIVE_INTERVAL.key()),
            Map.entry(0x8F, "A route subscribes to what AWS does not take. " + TOPIC),
            Map.entry(0x90, "A route publishes to what AWS does not take. " + TOPIC),
            Map.entry(0x93, "Lower " + Settings.AWS_PACER_MAX_IN_FLIGHT.key()),
            Map.entry(0x94, PACKET),
            Map.entry(0x95, "AWS takes messages of at most 128 KiB"),
            Map.entry(0x96, RATE),
            Map.entry(0x97, RATE),
            Map.entry(
                    0x98,
                    "Disconnected by the account (DeleteConnection) or by AWS's maintenance;"
                            + " the gateway connects again by itself"),
            Map.entry(0x9B, "AWS takes no QoS 2: let the route send with 0 or 1"),
            Map.entry(0xA0, ROUTINE),
            Map.entry(0xA1, PACKET));

    private AwsReasons() {}

    /** After a CONNACK with this code; empty when there is nothing to say. */
    static String onConnect(int reasonCode) {
        return ON_CONNECT.getOrDefault(reasonCode, "");
    }

    /** After a DISCONNECT with this code; empty when there is nothing to say. */
    static String onDisconnect(int reasonCode) {
        return ON_DISCONNECT.getOrDefault(reasonCode, "");
    }
}
