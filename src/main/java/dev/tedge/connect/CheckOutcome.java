package dev.tedge.connect;

import java.util.Objects;
import java.util.Optional;

/** What has become of a message to AWS and back. */
public sealed interface CheckOutcome {

    /** What a gateway says of a connection that AWS drops as it does those of devices that it is about to provision. */
    String JUST_IN_TIME =
            "AWS drops the first connections of a device that it provisions just in time (JITP), and the next ones succeed";

    /** It came back. */
    record Connected() implements CheckOutcome {}

    /**
     * The local broker can't be reached, or has gone during the check.
     *
     * @param reason cause and remedy
     */
    record NoLocalBroker(String reason) implements CheckOutcome {

        public NoLocalBroker {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * The local broker is there, but no gateway on it.
     *
     * @param service the name of the service that is missing
     */
    record NoGateway(String service) implements CheckOutcome {

        public NoGateway {
            Objects.requireNonNull(service, "service");
        }
    }

    /**
     * The gateway runs and has no connection to AWS.
     *
     * @param reason what the gateway says of it, cause and remedy
     */
    record NoCloud(String reason) implements CheckOutcome {

        public NoCloud {
            Objects.requireNonNull(reason, "reason");
        }

        /** Whether AWS may be provisioning the device just in time, and accept it in a moment. */
        public boolean mayBeProvisioning() {
            return reason.contains(JUST_IN_TIME);
        }
    }

    /**
     * The gateway is connected to AWS, and yet nothing came back.
     *
     * @param topic where it should have come back from AWS
     */
    record NoAnswer(String topic) implements CheckOutcome {

        public NoAnswer {
            Objects.requireNonNull(topic, "topic");
        }
    }

    /** The local broker does not take the message. */
    record NotTaken(String reason) implements CheckOutcome {

        public NotTaken {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Cause and remedy of a failure, on one line; empty when all is well. */
    default Optional<String> failure() {
        if (this instanceof NoLocalBroker broker) {
            return Optional.of("The local broker can't be used: " + broker.reason());
        }
        if (this instanceof NoGateway gateway) {
            return Optional.of(
                    "No gateway is running (service '%s'). Start it with `tedge run aws`".formatted(gateway.service()));
        }
        if (this instanceof NoCloud cloud) {
            return Optional.of("The gateway is not connected to AWS: " + cloud.reason());
        }
        if (this instanceof NoAnswer answer) {
            return Optional.of(
                    ("Didn't receive a response from AWS. Check that the policy of the certificate allows to publish,"
                                    + " subscribe and receive the topic '%s'")
                            .formatted(answer.topic()));
        }
        if (this instanceof NotTaken message) {
            return Optional.of("The local broker does not take the test message: " + message.reason());
        }
        return Optional.empty();
    }
}
