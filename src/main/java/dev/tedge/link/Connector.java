package dev.tedge.link;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.Session;
import dev.tedge.link.session.SessionConfig;
import dev.tedge.link.session.Subscription;
import dev.tedge.message.TopicFilter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a link connected: one {@link Attempt} after the other, for as long as the link is open. */
final class Connector {

    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

    /** How long a connection has to last until the next failure counts as a first one. */
    private static final Duration HOLDS = Duration.ofSeconds(30);

    /** Opens a session; another one in tests. */
    interface SessionOpener {
        Session open(SessionConfig config, Session.Listener listener);
    }

    /** What outlives a connection and its subscribing needs. */
    record Part(String name, LinkThreads threads, FilterSuspects suspects) {}

    /** What passes through a connection. */
    record Traffic(Subscriptions subscriptions, Outbound outbound, Inbound inbound, Pace pace) {}

    private final LinkConfig config;
    private final SessionOpener opener;
    private final LinkThreads threads;
    private final Traffic traffic;
    private final Backoff backoff;
    private final FilterSuspects suspects;
    private final UnexplainedEnds ends = new UnexplainedEnds();
    private final List<Consumer<LinkState>> listeners = new CopyOnWriteArrayList<>();

    private volatile LinkState state = LinkState.begin();

    // For the life of the link, used by the control thread only.
    private boolean closing;
    private boolean beginning;
    private List<String> forgotten = List.of();
    private String lastComplaint = "";

    // For the life of a connection, used by the control thread only.
    private @Nullable Attempt attempt;

    Connector(LinkConfig config, SessionOpener opener, LinkThreads threads, Traffic traffic) {
        this.config = config;
        this.opener = opener;
        this.threads = threads;
        this.traffic = traffic;
        this.suspects = new FilterSuspects(config.name(), InstantSource.system());
        this.backoff = new Backoff(config.firstDelay(), config.longestDelay(), ThreadLocalRandom.current());
    }

    LinkState state() {
        return state;
    }

    void onChange(Consumer<LinkState> listener) {
        listeners.add(listener);
    }

    /** On the control thread: connects, or does so when consumers have been changed. */
    void begin() {
        beginning = traffic.subscriptions().isFrozen();
        if (!beginning) {
            connect();
        }
    }

    /** Consumers have been changed: the broker is asked for what they want now. */
    void thaw() {
        threads.onControl(() -> {
            Subscriptions.Change change = traffic.subscriptions().thaw();
            // Also with the next connection: this one may be down, or end before the old ones do.
            note(change.gone());
            if (attempt != null) {
                attempt.change(change.added(), change.gone());
            }
            if (beginning) {
                begin();
            }
        });
    }

    /** On the control thread. */
    void connect() {
        Duration wait = closing ? Duration.ZERO : traffic.pace().connect();
        if (!wait.isZero()) {
            threads.later(this::connect, wait);
        } else if (!closing) {
            Attempt next = new Attempt(config, threads, traffic, this);
            attempt = next;
            next.open(opener);
        }
    }

    /** On the control thread, as the last thing. */
    void disconnect() {
        closing = true;
        state = LinkState.down(new LinkFailure(Kind.OWN_WISH, "stopped"));
        Attempt last = attempt;
        attempt = null;
        if (last != null) {
            last.close();
        }
    }

    void subscribe(List<TopicFilter> filters, int qos) {
        List<Subscription> wanted = filters.stream()
                .map(filter -> new Subscription(filter.value(), qos))
                .toList();
        threads.onControl(() -> {
            if (attempt != null) {
                attempt.subscribe(wanted);
            }
        });
    }

    /** Now, and again with each connection: nobody tells whether the broker has heard it. */
    void forget(List<String> filters) {
        threads.onControl(() -> note(filters));
        unsubscribe(filters);
    }

    private void note(List<String> gone) {
        forgotten = new ArrayList<>(forgotten);
        forgotten.removeAll(gone);
        forgotten.addAll(gone);
    }

    Part part() {
        return new Part(config.name(), threads, suspects);
    }

    UnexplainedEnds ends() {
        return ends;
    }

    /** What is to be ended, but for what is wanted again. */
    List<String> forgotten() {
        List<String> asked = traffic.subscriptions().asked().stream()
                .map(Subscription::filter)
                .toList();
        return forgotten.stream().filter(filter -> !asked.contains(filter)).toList();
    }

    void unsubscribe(List<String> filters) {
        threads.onControl(() -> {
            if (attempt != null) {
                attempt.unsubscribe(filters);
            }
        });
    }

    /** Asks for a new connection, over which the broker sends again what was left unacknowledged. */
    void startOver(Session session) {
        threads.onControl(() -> {
            if (attempt != null) {
                attempt.startOver(session);
            }
        });
    }

    boolean isCurrent(Attempt candidate) {
        return attempt == candidate;
    }

    /** The attempt has become a connection that can be used. */
    void up(Attempt current, List<String> refusedFilters) {
        lastComplaint = "";
        SessionConfig session = config.session();
        LOG.info("{}: connected to {}:{} as '{}'", config.name(), session.host(), session.port(), session.clientId());
        threads.later(() -> hold(current), HOLDS);
        change(state.up(refusedFilters));
    }

    /** The broker has answered subscriptions of a connection that is in use. */
    void refusalsChanged(List<String> refusedFilters) {
        change(state.up(refusedFilters));
    }

    /** The attempt is over, before or after it became a connection. */
    void over(LinkFailure failure) {
        attempt = null;
        if (failure.kind() == Kind.OWN_WISH) {
            // No failure, and no news: back in a moment.
            state = state.paused();
            threads.later(this::connect, config.firstDelay());
            return;
        }
        Duration delay = backoff.afterFailure(failure.isRefusal());
        threads.later(this::connect, delay);
        complain(failure, delay);
        change(LinkState.down(failure));
    }

    private void hold(Attempt current) {
        if (attempt == current) {
            backoff.reset();
        }
    }

    /** The same failure again and again is news only once. */
    private void complain(LinkFailure failure, Duration delay) {
        String line = config.inWords(failure);
        if (line.equals(lastComplaint)) {
            LOG.debug("{}: {}; next attempt in {} ms", config.name(), line, delay.toMillis());
        } else {
            LOG.warn("{}: {}; next attempt in {} s", config.name(), line, Math.max(1, delay.toSeconds()));
            lastComplaint = line;
        }
    }

    private void change(LinkState next) {
        state = next;
        for (Consumer<LinkState> listener : listeners) {
            try {
                listener.accept(next);
            } catch (RuntimeException e) {
                LOG.error("{}: a listener failed", config.name(), e);
            }
        }
    }
}
