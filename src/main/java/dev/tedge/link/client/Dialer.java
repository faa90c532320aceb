package dev.tedge.link.client;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.SessionConfig;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Connects to a broker, again and again each second until it succeeds. */
public final class Dialer {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final SessionConfig config;
    private final Consumer<LinkFailure> failed;

    /**
     * Makes a dialer.
     *
     * @param config used for each connection
     * @param failed hears of each attempt that failed
     */
    public Dialer(SessionConfig config, Consumer<LinkFailure> failed) {
        this.config = Objects.requireNonNull(config, "config");
        this.failed = Objects.requireNonNull(failed, "failed");
    }

    /**
     * Connects. The caller closes the conversation.
     *
     * @return a conversation that is open, or empty when there was none by then
     */
    public Optional<Conversation> dial(Deadline deadline) throws InterruptedException {
        while (!deadline.isOver()) {
            Conversation opened = attempt(deadline);
            if (opened != null) {
                return Optional.of(opened);
            }
            Thread.sleep(Math.min(PAUSE.toMillis(), deadline.left().toMillis()));
        }
        return Optional.empty();
    }

    private @Nullable Conversation attempt(Deadline deadline) throws InterruptedException {
        Conversation conversation = Conversation.open(config);
        boolean open = false;
        try {
            Optional<Event> first = conversation.next(deadline);
            open = first.filter(Event.Opened.class::isInstance).isPresent();
            if (first.orElse(null) instanceof Event.Ended ended) {
                failed.accept(ended.failure());
            }
            return open ? conversation : null;
        } finally {
            if (!open) {
                conversation.close();
            }
        }
    }
}
