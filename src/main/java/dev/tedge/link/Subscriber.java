package dev.tedge.link;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.ReasonCodes;
import dev.tedge.link.session.Session;
import dev.tedge.link.session.Subscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions of one connection: each filter by itself where the broker tells apart what it sends for which, otherwise in
 * batches; and every answer looked at. Used by the control thread only.
 */
final class Subscriber {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);

    /** AWS takes at most 8 filters in a SUBSCRIBE (AWS IoT Core quotas, "Maximum subscriptions per subscribe call"). */
    private static final int FILTERS_PER_SUBSCRIBE = 8;

    private static final Duration BEFORE_ASKING_AGAIN = Duration.ofMinutes(1);
    private static final Duration JUST_SUBSCRIBED = Duration.ofSeconds(10);

    private final String name;
    private final LinkThreads threads;
    private final FilterSuspects suspects;
    private final Session session;
    private final boolean identifiers;
    private final Runnable settled;
    private final long begun = System.nanoTime();

    private final Deque<List<Subscription>> waiting = new ArrayDeque<>();
    private final Set<Subscription> unanswered = new LinkedHashSet<>();
    private final Map<Subscription, String> refused = new LinkedHashMap<>();
    private final Set<Subscription> forbidden = new LinkedHashSet<>();
    private final Map<Subscription, String> leftOut = new LinkedHashMap<>();

    /** Filters that end when everything asked for has been answered. */
    private final Set<String> ending = new LinkedHashSet<>();

    /** Filters that have been given up before they were answered. */
    private final Set<String> givenUp = new HashSet<>();

    /**
     * @param identifiers whether the broker tells which subscription a message is sent for
     * @param settled called each time that everything asked for has been answered
     */
    Subscriber(Connector.Part part, Session session, boolean identifiers, Runnable settled) {
        this.name = part.name();
        this.threads = part.threads();
        this.suspects = part.suspects();
        this.session = session;
        this.identifiers = identifiers;
        this.settled = settled;
    }

    /**
     * From some filters to others. The old ones end when all new ones have been answered, so that no message comes in between.
     * They end as well when a new one was refused: nobody wants them any more, and the refusal is told.
     */
    void change(List<Subscription> added, List<String> gone) {
        ending.addAll(gone);
        dropWaiting(gone);
        subscribe(added);
        if (isSettled() && endThoseGone()) {
            settled.run();
        }
    }

    void subscribe(List<Subscription> wanted) {
        for (Subscription subscription : wanted) {
            ending.remove(subscription.filter());
            givenUp.remove(subscription.filter());
        }
        List<Subscription> allowed = wanted.stream().filter(this::isAllowed).toList();
        int batch = identifiers || suspects.oneByOne() ? 1 : FILTERS_PER_SUBSCRIBE;
        for (int from = 0; from < allowed.size(); from += batch) {
            waiting.add(allowed.subList(from, Math.min(allowed.size(), from + batch)));
        }
        send();
    }

    /** Nobody wants these any more: that they were refused is no news, and they are not asked for, or not again. */
    void unsubscribe(List<String> filters) {
        if (end(filters) && isSettled()) {
            settled();
        }
    }

    /** Whether that changes what there is to tell. */
    private boolean end(List<String> filters) {
        session.unsubscribe(filters);
        unanswered.stream().map(Subscription::filter).filter(filters::contains).forEach(givenUp::add);
        boolean known = refused.keySet().removeIf(filter -> filters.contains(filter.filter()));
        known |= leftOut.keySet().removeIf(filter -> filters.contains(filter.filter()));
        return dropWaiting(filters) || known;
    }

    private boolean endThoseGone() {
        List<String> over = List.copyOf(ending);
        ending.clear();
        return !over.isEmpty() && end(over);
    }

    private void settled() {
        endThoseGone();
        settled.run();
    }

    private boolean dropWaiting(List<String> filters) {
        List<List<Subscription>> batches = List.copyOf(waiting);
        waiting.clear();
        for (List<Subscription> batch : batches) {
            List<Subscription> rest = batch.stream()
                    .filter(subscription -> !filters.contains(subscription.filter()))
                    .toList();
            if (!rest.isEmpty()) {
                waiting.add(rest);
            }
        }
        return !List.copyOf(waiting).equals(batches);
    }

    boolean isSettled() {
        return waiting.isEmpty() && unanswered.isEmpty();
    }

    /** What the broker does not send, and why. */
    List<String> refusals() {
        Map<Subscription, String> all = new LinkedHashMap<>(leftOut);
        all.putAll(refused);
        return List.copyOf(all.values());
    }

    /** The filters that the broker has just refused for good, or else has not answered yet. */
    List<String> inQuestion() {
        Set<Subscription> asked = isEarly() && !forbidden.isEmpty() ? forbidden : unanswered;
        return asked.stream().map(Subscription::filter).toList();
    }

    private boolean isEarly() {
        return System.nanoTime() - begun < JUST_SUBSCRIBED.toNanos();
    }

    /** The connection is over. */
    void ended(LinkFailure failure) {
        boolean early = isEarly();
        if (early || !isSettled()) {
            suspects.ended(failure, early ? forbidden : Set.of(), unanswered);
        }
    }

    private boolean isAllowed(Subscription subscription) {
        Optional<String> reason = suspects.leftOut(subscription);
        if (reason.isEmpty()) {
            leftOut.remove(subscription);
        } else if (leftOut.put(subscription, reason.get()) == null) {
            threads.later(() -> askOnceMore(subscription), FilterSuspects.LEFT_OUT.plus(BEFORE_ASKING_AGAIN));
        }
        return reason.isEmpty();
    }

    private void askOnceMore(Subscription subscription) {
        if (leftOut.containsKey(subscription)) {
            subscribe(List.of(subscription));
        }
    }

    private void send() {
        while (!waiting.isEmpty() && (unanswered.isEmpty() || !suspects.oneByOne())) {
            List<Subscription> batch = waiting.removeFirst();
            unanswered.addAll(batch);
            Session.SubscribeListener listener = codes -> threads.onControl(() -> answered(batch, codes));
            if (identifiers) {
                session.subscribeIdentified(batch.get(0), listener);
            } else {
                session.subscribe(batch, listener);
            }
        }
    }

    private void answered(List<Subscription> batch, List<Integer> codes) {
        batch.forEach(unanswered::remove);
        for (int i = 0; i < batch.size(); i++) {
            int code = i < codes.size() ? codes.get(i) : ReasonCodes.UNSPECIFIED;
            if (!givenUp.remove(batch.get(i).filter())) {
                note(batch.get(i), code);
            }
        }
        send();
        if (isSettled()) {
            if (refused.isEmpty()) {
                suspects.survived();
            } else {
                threads.later(this::askAgain, BEFORE_ASKING_AGAIN);
            }
            settled();
        }
    }

    private void note(Subscription subscription, int code) {
        if (ReasonCodes.isRefusal(code)) {
            String refusal = "'%s': %s".formatted(subscription.filter(), ReasonCodes.words(code));
            refused.put(subscription, refusal);
            if (ReasonCodes.blamesAPacket(code)) {
                forbidden.add(subscription);
            }
            LOG.warn("{}: the broker refused the subscription to {}", name, refusal);
        } else {
            refused.remove(subscription);
        }
    }

    /** A policy may have been changed, or a throttled broker has recovered. On a connection that is over this does nothing. */
    private void askAgain() {
        if (isSettled() && !refused.isEmpty()) {
            subscribe(List.copyOf(refused.keySet()));
        }
    }
}
