package dev.tedge.simulator;

import java.util.Objects;

/** Something that the simulator did to a connection. */
public sealed interface SimulatorEvent {

    /**
     * The client id; in a refused TLS handshake, where there is none yet, the subject of the certificate; {@code cloud}
     * for what concerns all devices.
     */
    String clientId();

    /** One line for people, whatever characters devices put into names. */
    String words();

    /**
     * A device is connected.
     *
     * @param protocolVersion 4 for MQTT 3.1.1, 5 for MQTT 5
     */
    record Connected(String clientId, int protocolVersion) implements SimulatorEvent {
        public Connected {
            Objects.requireNonNull(clientId, "clientId");
        }

        @Override
        public String words() {
            return OneLine.of("connected: " + clientId + " with MQTT " + (protocolVersion < 5 ? "3.1.1" : "5"));
        }
    }

    /**
     * A connection has ended, whoever ended it.
     *
     * @param reason one line for people, such as that another connection took over
     */
    record Disconnected(String clientId, String reason) implements SimulatorEvent {
        public Disconnected {
            Objects.requireNonNull(clientId, "clientId");
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public String words() {
            return OneLine.of("disconnected: " + clientId + ": " + reason);
        }
    }

    /**
     * A device broke a rule, and its request was refused. Refused deliveries, subscriptions over the
     * {@linkplain AwsRule#QUOTA quota}, messages over the {@linkplain AwsRule#RATE rate} and filters that are none do
     * not end the connection, all else does, unless {@link AwsIotSimulatorBuilder#unauthorized} says otherwise:
     * {@link Disconnected} follows where there was a connection.
     *
     * @param rule which rule
     * @param reason one line for people that names the topic, filter or certificate
     */
    record Refused(String clientId, AwsRule rule, String reason) implements SimulatorEvent {
        public Refused {
            Objects.requireNonNull(clientId, "clientId");
            Objects.requireNonNull(rule, "rule");
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public String words() {
            return OneLine.of("refused: " + clientId + ": " + reason + " (rule " + rule + ", " + rule.page() + ")");
        }
    }

    /**
     * A fault was done on purpose: the message of a device was refused or its connection closed, or all devices are
     * concerned. Acknowledgements and deliveries that are late, twice or out of order are counted only.
     *
     * @param fault one line for people, with the {@linkplain dev.tedge.simulator.fault.Fault fault} as text
     */
    record Misbehaved(String clientId, String fault) implements SimulatorEvent {
        public Misbehaved {
            Objects.requireNonNull(clientId, "clientId");
            Objects.requireNonNull(fault, "fault");
        }

        @Override
        public String words() {
            return OneLine.of("misbehaved: " + clientId + ": " + fault);
        }
    }

    /**
     * A service, such as that of device shadows, has answered a request with no.
     *
     * @param topic of the request
     * @param code as AWS gives it, such as 409
     * @param reason one line for people
     */
    record Rejected(String clientId, String topic, int code, String reason) implements SimulatorEvent {
        public Rejected {
            Objects.requireNonNull(clientId, "clientId");
            Objects.requireNonNull(topic, "topic");
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public String words() {
            return OneLine.of("rejected: " + clientId + ": " + topic + ": " + code + " " + reason);
        }
    }
}
