package dev.tedge.cli;

import dev.tedge.gateway.LocalBroker;
import dev.tedge.link.client.Conversation;
import dev.tedge.link.client.Deadline;
import dev.tedge.link.client.Dialer;
import dev.tedge.link.client.Event;
import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.ReasonCodes;
import dev.tedge.link.session.SessionConfig;
import dev.tedge.link.session.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prints the messages of one subscription; connects again when the broker has gone. */
final class MqttSubscribing {

    private static final Logger LOG = LoggerFactory.getLogger(MqttSubscribing.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final LocalBroker broker;
    private final SessionConfig session;
    private final MqttOptions options;
    private final Subscription subscription;
    private final MessageLines lines;
    private final Until until;

    private long printed;

    /**
     * Which message is the last.
     *
     * @param count this one; 0 for no limit
     * @param retainedOnly the one before the first that the broker has not kept
     */
    record Until(long count, boolean retainedOnly) {}

    MqttSubscribing(LocalBroker broker, MqttOptions options, Subscription subscription, MessageLines lines, Until until)
            throws IOException {
        this.broker = broker;
        this.session = MqttOptions.session(broker, "tedge-sub");
        this.options = options;
        this.subscription = subscription;
        this.lines = lines;
        this.until = until;
    }

    /**
     * Prints until the last message, the deadline, or an interrupt.
     *
     * @return the exit code
     * @throws IOException when there never was a connection, or the broker refuses the subscription
     */
    int run(Deadline end) throws IOException {
        try {
            Deadline patience = options.connectDeadline();
            Dialer dialer = new Dialer(session, MqttOptions.logged(session, broker));
            for (boolean over = false; !over && !end.isOver(); patience = Deadline.never()) {
                Optional<Conversation> conversation = dialer.dial(patience.or(end));
                if (conversation.isEmpty() && !end.isOver()) {
                    throw new IOException(options.timedOut());
                }
                if (conversation.isPresent()) {
                    over = print(conversation.get(), end);
                }
                if (!over) {
                    // A broker that closes again and again is not asked as fast as it does so.
                    Thread.sleep(Math.min(PAUSE.toMillis(), end.left().toMillis()));
                }
            }
            return 0;
        } catch (InterruptedException signalled) {
            return 0;
        }
    }

    /** Prints until the end, or until the broker has gone: then false. */
    private boolean print(Conversation conversation, Deadline end) throws IOException, InterruptedException {
        try (conversation) {
            conversation.subscribe(subscription);
            while (true) {
                Optional<Event> event = conversation.next(end);
                if (event.isEmpty()) {
                    return true;
                }
                if (event.get() instanceof Event.Ended ended) {
                    LOG.warn("Connecting again: {}", broker.explain(ended.failure()));
                    return false;
                }
                if (event.get() instanceof Event.Subscribed subscribed) {
                    requireGranted(subscribed.reasonCodes().get(0));
                }
                if (event.get() instanceof Event.Arrived arrived && isLast(conversation, arrived.message())) {
                    return true;
                }
            }
        }
    }

    private boolean isLast(Conversation conversation, InboundMessage message) {
        if (until.retainedOnly() && !message.retained()) {
            return true;
        }
        boolean read = lines.print(message);
        conversation.acknowledge(message);
        printed++;
        return !read || printed == until.count();
    }

    private void requireGranted(int reasonCode) throws IOException {
        if (ReasonCodes.isRefusal(reasonCode)) {
            throw new IOException("The broker at %s:%d refuses the subscription: %s"
                    .formatted(session.host(), session.port(), ReasonCodes.words(reasonCode)));
        }
    }
}
