package dev.tedge.link;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.Session;
import dev.tedge.link.session.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection from the first packet to the last. Everything happens on the link's control thread, but for inbound messages,
 * which are handed on at once.
 */
final class Attempt implements Session.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private static final Duration ANSWER_TO_SUBSCRIBE = Duration.ofSeconds(20);

    /** AWS answers a PUBLISH within a second, or never: what is above its rate it may discard. */
    private static final Duration ANSWER_TO_PUBLISH = Duration.ofSeconds(60);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

    private final LinkConfig config;
    private final LinkThreads threads;
    private final Connector.Traffic traffic;
    private final Connector connector;

    // Used by the control thread only.
    private @Nullable Session handle;
    private @Nullable Session session;
    private @Nullable WatchedSession watched;
    private @Nullable Subscriber subscriber;
    private int receiveMaximum;
    private boolean up;
    private long upSince;

    Attempt(LinkConfig config, LinkThreads threads, Connector.Traffic traffic, Connector connector) {
        this.config = config;
        this.threads = threads;
        this.traffic = traffic;
        this.connector = connector;
    }

    void open(Connector.SessionOpener opener) {
        try {
            handle = opener.open(config.session(), this);
        } catch (RuntimeException | OutOfMemoryError e) {
            // The latter when no thread could be had: the next attempt may get one.
            over(new LinkFailure(Kind.OWN_FILES, String.valueOf(e.getMessage())));
            return;
        }
        // TCP and TLS each have their own time-out; this one is for a broker that then says nothing.
        Duration patience = config.session().connectTimeout().multipliedBy(2);
        threads.later(() -> giveUpConnecting(patience), patience);
    }

    void close() {
        if (handle != null && session != null) {
            handle.disconnect(config.session().will().isPresent());
        } else if (handle != null) {
            handle.abort();
        }
    }

    void startOver(Session full) {
        if (session == full) {
            full.disconnect(false);
            over(new LinkFailure(Kind.OWN_WISH, "reconnecting to receive what the broker has kept"));
        }
    }

    void subscribe(List<Subscription> wanted) {
        if (subscriber != null) {
            subscriber.subscribe(wanted);
        }
    }

    /** From some filters to others: see {@link Subscriber#change}. */
    void change(List<Subscription> added, List<String> gone) {
        if (subscriber != null) {
            subscriber.change(added, gone);
        }
    }

    void unsubscribe(List<String> filters) {
        if (subscriber != null && !filters.isEmpty()) {
            subscriber.unsubscribe(filters);
        }
    }

    @Override
    public void opened(Session opened, Session.Grant grant) {
        threads.onControl(() -> begin(opened, grant));
    }

    @Override
    public void arrived(Session from, InboundMessage message) {
        traffic.pace().received(message);
        traffic.inbound().arrived(from, message);
    }

    @Override
    public void ended(LinkFailure failure) {
        threads.onControl(() -> over(failure));
    }

    private void begin(Session opened, Session.Grant grant) {
        if (!connector.isCurrent(this)) {
            opened.abort();
            return;
        }
        session = opened;
        receiveMaximum = grant.receiveMaximum();
        long wanted = config.session().sessionExpiry().toSeconds();
        if (grant.sessionExpirySeconds() < wanted) {
            LOG.info(
                    "{}: the broker keeps our session for {} s instead of {} s",
                    config.name(),
                    grant.sessionExpirySeconds(),
                    wanted);
        }
        threads.later(this::giveUpSubscribing, ANSWER_TO_SUBSCRIBE);
        Subscriber asking =
                new Subscriber(connector.part(), opened, grant.subscriptionIdentifiers(), this::subscriptionsSettled);
        subscriber = asking;
        asking.change(traffic.subscriptions().asked(), connector.forgotten());
        if (asking.isSettled()) {
            // Nobody wants anything.
            subscriptionsSettled();
        }
    }

    private void subscriptionsSettled() {
        if (!connector.isCurrent(this) || session == null || subscriber == null) {
            return;
        }
        if (up) {
            connector.refusalsChanged(subscriber.refusals());
            return;
        }
        up = true;
        upSince = System.nanoTime();
        WatchedSession publishing = new WatchedSession(session, System::nanoTime);
        watched = publishing;
        traffic.outbound().attach(publishing, receiveMaximum);
        connector.up(this, subscriber.refusals());
        threads.later(this::lookForProgress, BETWEEN_LOOKS);
    }

    /** A connection that answers pings but no longer our messages would hold them for ever. */
    private void lookForProgress() {
        if (!connector.isCurrent(this)) {
            return;
        }
        if (traffic.outbound().longestWait().compareTo(ANSWER_TO_PUBLISH) > 0) {
            giveUp("acknowledgement of a message", ANSWER_TO_PUBLISH);
        } else {
            threads.later(this::lookForProgress, BETWEEN_LOOKS);
        }
    }

    private void giveUpConnecting(Duration patience) {
        if (connector.isCurrent(this) && session == null) {
            giveUp("answer to our CONNECT", patience);
        }
    }

    private void giveUpSubscribing() {
        if (connector.isCurrent(this) && !up) {
            giveUp("answer to our SUBSCRIBE", ANSWER_TO_SUBSCRIBE);
        }
    }

    private void giveUp(String what, Duration patience) {
        if (handle != null) {
            handle.abort();
        }
        over(LinkFailure.timedOut(what, config.session(), patience));
    }

    private void over(LinkFailure failure) {
        if (!connector.isCurrent(this)) {
            return;
        }
        if (subscriber != null) {
            subscriber.ended(failure);
        }
        Duration uptime = Duration.ZERO;
        if (up) {
            uptime = Duration.ofNanos(System.nanoTime() - upSince);
            traffic.outbound().detach(failure, uptime);
        }
        connector.over(connector.ends().explained(failure, uptime, suspects()));
    }

    /** What the broker may have ended the connection for: what it has refused, or else what it had to answer next. */
    private List<String> suspects() {
        List<String> refused = watched == null ? List.of() : watched.refused();
        List<String> filters = subscriber == null ? List.of() : subscriber.inQuestion();
        List<String> unanswered = watched == null ? List.of() : watched.unanswered();
        return Stream.of(refused, filters, unanswered)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }
}
