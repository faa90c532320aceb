package dev.tedge.gateway;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.ReasonCodes;

/** What a person can do when a connection fails, in one sentence. */
final class Remedies {

    private Remedies() {}

    static String aws(LinkFailure failure) {
        return switch (failure.kind()) {
            case UNKNOWN_HOST -> "Check aws.url, the device data endpoint of the account, and the name server";
            case UNREACHABLE, TIMEOUT -> "Check the network, the firewall and aws.mqtt.port";
            case SERVER_CERTIFICATE ->
                "Check the clock, and that aws.root_cert_path has the authority of the server, for AWS Amazon Root CA 1";
            case HOST_NAME -> "Set aws.url to the name in the server's certificate";
            case CLIENT_CERTIFICATE ->
                "Check with 'tedge cert show' that the certificate is valid, and that it is registered and active in AWS";
            case REFUSED -> refused(failure);
            case TAKEN_OVER -> "Stop the other client, or give this device an id of its own";
            case ENDED_BY_BROKER -> failure.reasonCode() == ReasonCodes.NOT_AUTHORIZED ? policy() : "";
            case CLOSED ->
                "If it happens again, check that the certificate is active in AWS and that its policy allows"
                        + " the client id and the topics of this device";
            case OWN_FILES, TLS, OWN_WISH -> "";
        };
    }

    private static String refused(LinkFailure failure) {
        return failure.reasonCode() == ReasonCodes.NOT_AUTHORIZED
                ? "Check that the policy of the certificate allows iot:Connect, and that the thing has the name of the device id"
                : "";
    }

    private static String policy() {
        return "Check that the policy of the certificate allows what the routes publish and subscribe to";
    }

    static String local(LinkFailure failure) {
        return switch (failure.kind()) {
            case UNKNOWN_HOST, UNREACHABLE, TIMEOUT ->
                "Check that the local broker runs, and mqtt.client.host and mqtt.client.port";
            case SERVER_CERTIFICATE, HOST_NAME -> "Check mqtt.client.auth.ca_file and mqtt.client.host";
            case CLIENT_CERTIFICATE -> "Check mqtt.client.auth.cert_file and mqtt.client.auth.key_file";
            case REFUSED -> "Check mqtt.client.auth.username and mqtt.client.auth.password_file";
            case TAKEN_OVER -> "Another gateway uses the same broker: run one only, or set aws.bridge.topic_prefix";
            case ENDED_BY_BROKER, CLOSED -> "See the log of the local broker";
            case OWN_FILES, TLS, OWN_WISH -> "";
        };
    }
}
