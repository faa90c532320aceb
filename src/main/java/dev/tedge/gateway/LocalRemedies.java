package dev.tedge.gateway;

import dev.tedge.link.session.LinkFailure;

/** What a person can do when the connection to the local broker fails, in one sentence. */
final class LocalRemedies {

    private LocalRemedies() {}

    static String of(LinkFailure failure) {
        return switch (failure.kind()) {
            case UNKNOWN_HOST, UNREACHABLE, TIMEOUT ->
                "Check that the local broker runs, and mqtt.client.host and mqtt.client.port";
            case SERVER_CERTIFICATE, HOST_NAME -> "Check mqtt.client.auth.ca_file and mqtt.client.host";
            case CLIENT_CERTIFICATE -> "Check mqtt.client.auth.cert_file and mqtt.client.auth.key_file";
            case REFUSED -> "Check mqtt.client.auth.username and mqtt.client.auth.password_file";
            case TAKEN_OVER -> "Another gateway uses the same broker: run one only, or set aws.bridge.topic_prefix";
            case ENDED_BY_BROKER, CLOSED -> suspected(failure) + "See the log of the local broker";
            case OWN_FILES, PROXY, TLS, OWN_WISH -> "";
        };
    }

    private static String suspected(LinkFailure failure) {
        // A broker with MQTT 5 that forbids something says so; one that just closes has been stopped.
        return failure.suspects().isEmpty() || failure.reasonCode() == 0
                ? ""
                : "Probably not allowed there: %s. ".formatted(failure.suspectsInWords());
    }
}
