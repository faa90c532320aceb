package dev.tedge.gateway.dryrun;

import dev.tedge.gateway.routes.Side;
import dev.tedge.message.Payload;
import java.util.Objects;

/** What routes do with a message. */
public sealed interface Outcome {

    /**
     * A route publishes, and neither broker has a rule against it.
     *
     * @param to where
     * @param topic the topic there
     * @param payload the content
     * @param qos 0, 1 or 2
     * @param retained whether the broker is asked to keep it
     */
    record Publication(Side to, String topic, Payload payload, int qos, boolean retained) implements Outcome {

        public Publication {
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(topic, "topic");
            Objects.requireNonNull(payload, "payload");
        }
    }

    /**
     * A message fails in a route, whether or not the route handles that.
     *
     * @param topic that it came in on
     * @param route the id of the route
     * @param reason on one line; may quote the payload
     */
    record Failure(String topic, String route, String reason) implements Outcome {

        public Failure {
            Objects.requireNonNull(topic, "topic");
            Objects.requireNonNull(route, "route");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * A route sends to something else than a broker, which a dry run leaves alone; the message goes on as it is.
     *
     * @param route the id of the route
     * @param endpoint without options, which may hold a password
     */
    record NotSent(String route, String endpoint) implements Outcome {

        public NotSent {
            Objects.requireNonNull(route, "route");
            Objects.requireNonNull(endpoint, "endpoint");
        }
    }
}
