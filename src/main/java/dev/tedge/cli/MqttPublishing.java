package dev.tedge.cli;

import dev.tedge.gateway.LocalBroker;
import dev.tedge.link.client.Conversation;
import dev.tedge.link.client.Deadline;
import dev.tedge.link.client.Dialer;
import dev.tedge.link.client.Event;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.ReasonCodes;
import dev.tedge.link.session.SessionConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Publishes one message, as often as wanted, each time over a connection of its own. */
final class MqttPublishing {

    private static final Duration ACKNOWLEDGEMENT = Duration.ofSeconds(10);

    private final LocalBroker broker;
    private final MqttOptions options;
    private final OutboundMessage message;

    MqttPublishing(LocalBroker broker, MqttOptions options, OutboundMessage message) {
        this.broker = broker;
        this.options = options;
        this.message = message;
    }

    /**
     * Publishes.
     *
     * @param times how often; 0 for ever, until this thread is interrupted
     * @return false when it was interrupted before it had published as often as that
     * @throws IOException when the broker can't be reached or does not take the message
     */
    boolean repeat(long times, Duration pause) throws IOException {
        try {
            for (long done = 0; times == 0 || done < times; done++) {
                if (done > 0) {
                    Thread.sleep(pause.toMillis());
                }
                publish();
            }
            return true;
        } catch (InterruptedException signalled) {
            return times == 0;
        }
    }

    private void publish() throws IOException, InterruptedException {
        // Each time another client id.
        SessionConfig session = MqttOptions.session(broker, "tedge-pub");
        Deadline deadline = options.connectDeadline();
        try (Conversation conversation = connected(session, deadline)) {
            conversation.publish(message);
            Event answer = conversation
                    .next(Deadline.in(ACKNOWLEDGEMENT))
                    .orElseThrow(() -> new IOException("The broker at %s:%d has not acknowledged the message in time"
                            .formatted(session.host(), session.port())));
            if (answer instanceof Event.Ended ended) {
                throw new IOException(
                        "The broker has not acknowledged the message: " + broker.explain(ended.failure()));
            }
            if (answer instanceof Event.Acknowledged acknowledged && ReasonCodes.isRefusal(acknowledged.reasonCode())) {
                throw new IOException("The broker at %s:%d refuses the message: %s"
                        .formatted(session.host(), session.port(), ReasonCodes.words(acknowledged.reasonCode())));
            }
        }
    }

    private Conversation connected(SessionConfig session, Deadline deadline) throws IOException, InterruptedException {
        Optional<Conversation> conversation = new Dialer(session, MqttOptions.logged(session, broker)).dial(deadline);
        return conversation.orElseThrow(() -> new IOException(options.timedOut()));
    }
}
