package dev.tedge.job;

import dev.tedge.link.client.Conversation;
import dev.tedge.link.client.Deadline;
import dev.tedge.link.client.Dialer;
import dev.tedge.link.client.Event;
import dev.tedge.link.session.Subscription;
import dev.tedge.message.Payload;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Looks what the local broker has retained on a topic, by a connection of its own: over the link, with <em>No Local</em>, a broker
 * does not give back what the gateway itself has published. Blocks.
 */
final class RetainedMessage {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Nobody tells that there is nothing; brokers send what there is right behind the answer to the subscription. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final JobsConfig.Access access;

    RetainedMessage(JobsConfig.Access access) {
        this.access = access;
    }

    /** @throws IOException when the broker can't be asked now */
    Optional<Payload> on(String topic) throws IOException, InterruptedException {
        Dialer dialer = new Dialer(access.session(), failure -> {});
        Deadline deadline = Deadline.in(PATIENCE);
        try (Conversation conversation = dialer.dial(deadline)
                .orElseThrow(() -> new IOException("The local broker can't be asked what it has retained"))) {
            conversation.subscribe(new Subscription(topic, 1));
            return answer(conversation, deadline);
        }
    }

    private static Optional<Payload> answer(Conversation conversation, Deadline deadline)
            throws IOException, InterruptedException {
        Deadline end = deadline;
        boolean subscribed = false;
        for (Optional<Event> next = conversation.next(end); next.isPresent(); next = conversation.next(end)) {
            Event event = next.get();
            if (event instanceof Event.Arrived arrived) {
                return Optional.of(Payload.of(arrived.message().payload()));
            } else if (event instanceof Event.Subscribed answer
                    && answer.reasonCodes().get(0) < 0x80) {
                subscribed = true;
                end = Deadline.in(SILENCE);
            } else {
                break;
            }
        }
        if (!subscribed || !end.isOver()) {
            throw new IOException("The local broker does not tell what it has retained");
        }
        return Optional.empty();
    }
}
