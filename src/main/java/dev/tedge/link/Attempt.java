package dev.tedge.link;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.ReasonCodes;
import dev.tedge.link.session.Session;
import dev.tedge.link.session.Subscription;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection from the first packet to the last. Everything happens on the link's control thread, but for inbound messages,
 * which are handed on at once.
 */
final class Attempt implements Session.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    /** AWS takes at most 8 filters in a SUBSCRIBE (AWS IoT Core quotas, "Maximum subscriptions per subscribe call"). */
    private static final int FILTERS_PER_SUBSCRIBE = 8;

    private static final Duration ANSWER_TO_SUBSCRIBE = Duration.ofSeconds(20);

    /** AWS answers a PUBLISH within a second, or never: what is above its rate it may discard. */
    private static final Duration ANSWER_TO_PUBLISH = Duration.ofSeconds(60);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);
    private static final Duration BEFORE_ASKING_AGAIN = Duration.ofMinutes(1);

    private final LinkConfig config;
    private final LinkThreads threads;
    private final Connector.Traffic traffic;
    private final Connector connector;
    private final Map<Subscription, String> refused = new LinkedHashMap<>();

    // Used by the control thread only.
    private @Nullable Session handle;
    private @Nullable Session session;
    private int receiveMaximum;
    private boolean identifiers;
    private int unanswered;
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
        } catch (RuntimeException e) {
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

    /** Each filter by itself where the broker tells apart what it sends for which; otherwise in batches. */
    void subscribe(List<Subscription> wanted) {
        Session current = session;
        if (current == null) {
            return;
        }
        if (identifiers) {
            for (Subscription subscription : wanted) {
                unanswered++;
                current.subscribeIdentified(
                        subscription, codes -> threads.onControl(() -> answered(List.of(subscription), codes)));
            }
            return;
        }
        for (int from = 0; from < wanted.size(); from += FILTERS_PER_SUBSCRIBE) {
            List<Subscription> batch = wanted.subList(from, Math.min(wanted.size(), from + FILTERS_PER_SUBSCRIBE));
            unanswered++;
            current.subscribe(batch, codes -> threads.onControl(() -> answered(batch, codes)));
        }
    }

    void unsubscribe(List<String> filters) {
        if (session != null) {
            session.unsubscribe(filters);
        }
    }

    @Override
    public void opened(Session opened, Session.Grant grant) {
        threads.onControl(() -> begin(opened, grant));
    }

    @Override
    public void arrived(Session from, InboundMessage message) {
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
        identifiers = grant.subscriptionIdentifiers();
        long wanted = config.session().sessionExpiry().toSeconds();
        if (grant.sessionExpirySeconds() < wanted) {
            LOG.info(
                    "{}: the broker keeps our session for {} s instead of {} s",
                    config.name(),
                    grant.sessionExpirySeconds(),
                    wanted);
        }
        threads.later(this::giveUpSubscribing, ANSWER_TO_SUBSCRIBE);
        if (!connector.forgotten().isEmpty()) {
            opened.unsubscribe(connector.forgotten());
        }
        subscribe(traffic.subscriptions().all());
        readyWhenAllAnswered();
    }

    private void answered(List<Subscription> batch, List<Integer> codes) {
        unanswered--;
        for (int i = 0; i < batch.size(); i++) {
            int code = i < codes.size() ? codes.get(i) : ReasonCodes.UNSPECIFIED;
            if (ReasonCodes.isRefusal(code)) {
                String refusal = "'%s': %s".formatted(batch.get(i).filter(), ReasonCodes.words(code));
                refused.put(batch.get(i), refusal);
                LOG.warn("{}: the broker refused the subscription to {}", config.name(), refusal);
            } else {
                refused.remove(batch.get(i));
            }
        }
        if (!connector.isCurrent(this) || unanswered > 0) {
            return;
        }
        if (!refused.isEmpty()) {
            threads.later(this::askAgain, BEFORE_ASKING_AGAIN);
        }
        if (up) {
            connector.refusalsChanged(List.copyOf(refused.values()));
        }
        readyWhenAllAnswered();
    }

    /** A policy may have been changed, or a throttled broker has recovered. */
    private void askAgain() {
        if (connector.isCurrent(this) && unanswered == 0) {
            subscribe(List.copyOf(refused.keySet()));
        }
    }

    private void readyWhenAllAnswered() {
        if (connector.isCurrent(this) && session != null && unanswered == 0 && !up) {
            up = true;
            upSince = System.nanoTime();
            traffic.outbound().attach(session, receiveMaximum);
            connector.up(this, List.copyOf(refused.values()));
            threads.later(this::lookForProgress, BETWEEN_LOOKS);
        }
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
        if (up) {
            traffic.outbound().detach(failure, Duration.ofNanos(System.nanoTime() - upSince));
        }
        connector.over(failure);
    }
}
