package dev.tedge.connect;

import java.util.Objects;

/**
 * Where a connection check looks.
 *
 * @param prefix the first level of the local topics that are exchanged with AWS, usually {@code aws}
 * @param cloud the topic on AWS by which the message goes and comes
 * @param gateway the local topic with the gateway's own status
 * @param bridge the local topic with the state of the gateway's connection to AWS
 */
public record CheckTopics(String prefix, String cloud, String gateway, String bridge) {

    public CheckTopics {
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(cloud, "cloud");
        Objects.requireNonNull(gateway, "gateway");
        Objects.requireNonNull(bridge, "bridge");
    }

    /** What is published here goes to AWS and comes back as {@link #answer}. */
    String question() {
        return prefix + "/test-connection";
    }

    String answer() {
        return prefix + "/connection-success";
    }

    /** The service that the gateway is. */
    String gatewayService() {
        return "tedge-mapper-" + prefix;
    }
}
