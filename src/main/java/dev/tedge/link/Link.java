package dev.tedge.link;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.PahoSession;
import dev.tedge.link.session.ReasonCodes;
import dev.tedge.link.session.Session;
import dev.tedge.link.session.SessionConfig;
import dev.tedge.link.session.Subscription;
import dev.tedge.message.TopicFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection to a broker that all endpoints of a scheme share. It connects by itself and for as long as it is open,
 * subscribes anew after each connect, and passes messages only once the broker has answered all subscriptions.
 *
 * <p>Two threads belong to it: one decides about the connection, the other runs routes: inbound messages one after the other,
 * and what follows an acknowledgement. No work of ours runs on a thread of the client library.
 *
 * <p>{@link #start} once, {@link #close} once, by whoever made it.
 */
public final class Link implements Publisher, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    /** AWS takes at most 8 filters in a SUBSCRIBE (aws-iot-core quotas). */
    private static final int FILTERS_PER_SUBSCRIBE = 8;

    private static final Duration ANSWER_TO_SUBSCRIBE = Duration.ofSeconds(20);
    private static final Duration HOLDS = Duration.ofSeconds(30);
    private static final Duration GOODBYE = Duration.ofSeconds(3);

    /** Opens a session; another one than Paho's in tests. */
    interface SessionOpener {
        Session open(SessionConfig config, Session.Listener listener);
    }

    private final LinkConfig config;
    private final SessionOpener opener;
    private final ScheduledExecutorService control;
    private final ExecutorService routes;
    private final Subscriptions subscriptions;
    private final Outbound outbound;
    private final Inbound inbound;
    private final Backoff backoff;
    private final List<Consumer<LinkState>> listeners = new CopyOnWriteArrayList<>();

    private volatile LinkState state = new LinkState(false, Instant.now(), Optional.empty(), List.of());

    // For the life of the link, used by the control thread only.
    private boolean closing;
    private String lastComplaint = "";

    // For the life of a connection, used by the control thread only.
    private @Nullable Attempt attempt;

    /** A link by the Eclipse Paho client. */
    public Link(LinkConfig config) {
        this(config, PahoSession::open);
    }

    Link(LinkConfig config, SessionOpener opener) {
        this.config = config;
        this.opener = opener;
        this.control = Executors.newSingleThreadScheduledExecutor(named(config.name() + "-link"));
        this.routes = Executors.newSingleThreadExecutor(named(config.name() + "-routes"));
        this.subscriptions = new Subscriptions(config.name());
        this.outbound = new Outbound(config.name(), config.window(), this::onRoutes, this::later);
        this.inbound = new Inbound(config.name(), subscriptions, this::onRoutes, this::startOver);
        this.backoff = new Backoff(config.firstDelay(), config.longestDelay(), ThreadLocalRandom.current());
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** The scheme of its endpoints, {@code local} or {@code aws}. */
    public String name() {
        return config.name();
    }

    /** How it stands now. */
    public LinkState state() {
        return state;
    }

    /** Calls the listener after each change of {@link #state}, on the link's control thread: it must not block. */
    public void onChange(Consumer<LinkState> listener) {
        listeners.add(listener);
    }

    /** How many messages have been given to {@link #publish} and are neither acknowledged nor refused. */
    public int pending() {
        return outbound.pending();
    }

    /** How many inbound messages with QoS 0 were lost because routes could not keep up. */
    public long dropped() {
        return inbound.dropped();
    }

    /** Begins to connect, and returns at once. Consumers registered before miss no message. */
    public void start() {
        onControl(this::connect);
    }

    @Override
    public void publish(OutboundMessage message, Callback callback) {
        outbound.publish(message, callback);
    }

    /** Adds a consumer; its filters are subscribed to now or at the next connect. */
    void consume(List<TopicFilter> filters, int qos, Subscriptions.Handler handler) {
        filters.forEach(filter -> subscriptions.add(filter, qos, handler));
        onControl(() -> {
            if (attempt != null && attempt.session != null) {
                attempt.subscribe(filters.stream()
                        .map(filter -> new Subscription(filter.value(), qos))
                        .toList());
            }
        });
    }

    /** Removes a consumer and the subscriptions that nobody else needs. */
    void release(Subscriptions.Handler handler) {
        List<String> gone = subscriptions.remove(handler);
        onControl(() -> {
            if (attempt != null && attempt.session != null && !gone.isEmpty()) {
                attempt.session.unsubscribe(gone);
            }
        });
    }

    /**
     * Prepares the end: inbound messages stay with the broker from now on, and those on their way out get a moment, if the link
     * is up. Blocks no longer than that.
     */
    public void quiesce(Duration patience) {
        inbound.close();
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (state.up() && (outbound.pending() > 0 || inbound.held() > 0) && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        outbound.close();
    }

    /** Says goodbye to the broker, which then publishes our will, and ends the threads. */
    @Override
    public void close() {
        inbound.close();
        outbound.close();
        Future<?> goodbye = control.submit(this::disconnect);
        try {
            goodbye.get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("{}: no goodbye", name(), e);
        }
        control.shutdownNow();
        routes.shutdown();
    }

    private void disconnect() {
        closing = true;
        Attempt last = attempt;
        attempt = null;
        if (last != null && last.handle != null) {
            if (last.session != null) {
                last.handle.disconnect(config.session().will().isPresent());
            } else {
                last.handle.abort();
            }
        }
    }

    private void connect() {
        if (closing) {
            return;
        }
        Attempt next = new Attempt();
        attempt = next;
        try {
            next.handle = opener.open(config.session(), next);
        } catch (RuntimeException e) {
            next.over(new LinkFailure(Kind.OWN_FILES, String.valueOf(e.getMessage())));
            return;
        }
        Duration patience = config.session().connectTimeout().multipliedBy(2);
        later(() -> next.giveUpConnecting(patience), patience);
    }

    /** Asks for a new connection, over which the broker sends again what was left unacknowledged. */
    private void startOver(Session session) {
        onControl(() -> {
            Attempt current = attempt;
            if (current != null && current.session == session) {
                session.disconnect(false);
                current.over(new LinkFailure(Kind.OWN_WISH, "reconnecting to receive what the broker has kept"));
            }
        });
    }

    private void onControl(Runnable task) {
        try {
            control.execute(guarded(task));
        } catch (RejectedExecutionException e) {
            LOG.trace("{}: closed", name(), e);
        }
    }

    private void later(Runnable task, Duration delay) {
        try {
            Future<?> unused = control.schedule(guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("{}: closed", name(), e);
        }
    }

    private void onRoutes(Runnable task) {
        try {
            routes.execute(guarded(task));
        } catch (RejectedExecutionException e) {
            LOG.trace("{}: closed", name(), e);
        }
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("{}: unexpected failure", name(), e);
            }
        };
    }

    private void change(LinkState next) {
        state = next;
        for (Consumer<LinkState> listener : listeners) {
            guarded(() -> listener.accept(next)).run();
        }
    }

    /** One connection from the first packet to the last; its fields are used by the control thread only. */
    private final class Attempt implements Session.Listener {

        private final List<String> refused = new ArrayList<>();
        private @Nullable Session handle;
        private @Nullable Session session;
        private int receiveMaximum;
        private int unanswered;
        private boolean up;
        private long upSince;

        @Override
        public void opened(Session opened, Session.Grant grant) {
            onControl(() -> begin(opened, grant));
        }

        @Override
        public void arrived(Session from, InboundMessage message) {
            inbound.arrived(from, message);
        }

        @Override
        public void ended(LinkFailure failure) {
            onControl(() -> over(failure));
        }

        private void begin(Session opened, Session.Grant grant) {
            if (attempt != this) {
                opened.abort();
                return;
            }
            session = opened;
            receiveMaximum = grant.receiveMaximum();
            inbound.attached();
            long wanted = config.session().sessionExpiry().toSeconds();
            if (grant.sessionExpirySeconds() < wanted) {
                LOG.info(
                        "{}: the broker keeps our session for {} s instead of {} s",
                        name(),
                        grant.sessionExpirySeconds(),
                        wanted);
            }
            subscribe(subscriptions.all());
            ready();
            later(this::giveUpSubscribing, ANSWER_TO_SUBSCRIBE);
        }

        private void subscribe(List<Subscription> wanted) {
            Session current = session;
            for (int from = 0; current != null && from < wanted.size(); from += FILTERS_PER_SUBSCRIBE) {
                List<Subscription> batch = wanted.subList(from, Math.min(wanted.size(), from + FILTERS_PER_SUBSCRIBE));
                unanswered++;
                current.subscribe(batch, codes -> onControl(() -> answered(batch, codes)));
            }
        }

        private void answered(List<Subscription> batch, List<Integer> codes) {
            unanswered--;
            for (int i = 0; i < batch.size(); i++) {
                int code = i < codes.size() ? codes.get(i) : 0x80;
                if (ReasonCodes.isRefusal(code)) {
                    String refusal = "'%s': %s".formatted(batch.get(i).filter(), ReasonCodes.words(code));
                    refused.add(refusal);
                    LOG.warn("{}: the broker refused the subscription to {}", name(), refusal);
                }
            }
            ready();
        }

        private void ready() {
            if (attempt != this || session == null || unanswered > 0 || up) {
                return;
            }
            up = true;
            upSince = System.nanoTime();
            lastComplaint = "";
            LOG.info(
                    "{}: connected to {}:{} as '{}'",
                    name(),
                    config.session().host(),
                    config.session().port(),
                    config.session().clientId());
            outbound.attach(session, receiveMaximum);
            later(this::held, HOLDS);
            change(new LinkState(true, Instant.now(), state.lastFailure(), refused));
        }

        private void held() {
            if (attempt == this) {
                backoff.reset();
            }
        }

        private void giveUpConnecting(Duration patience) {
            if (attempt == this && session == null) {
                giveUp("answer to our CONNECT", patience);
            }
        }

        private void giveUpSubscribing() {
            if (attempt == this && !up) {
                giveUp("answer to our SUBSCRIBE", ANSWER_TO_SUBSCRIBE);
            }
        }

        private void giveUp(String what, Duration patience) {
            if (handle != null) {
                handle.abort();
            }
            over(new LinkFailure(
                    Kind.TIMEOUT,
                    "no %s from %s:%d within %d s"
                            .formatted(
                                    what,
                                    config.session().host(),
                                    config.session().port(),
                                    patience.toSeconds())));
        }

        private void over(LinkFailure failure) {
            if (attempt != this) {
                return;
            }
            attempt = null;
            if (up) {
                outbound.detach(failure, Duration.ofNanos(System.nanoTime() - upSince));
            }
            Duration delay = backoff.afterFailure(failure.isRefusal());
            complain(failure, delay);
            change(new LinkState(false, Instant.now(), Optional.of(failure), List.of()));
            later(Link.this::connect, delay);
        }

        /** The same failure again and again is news only once. */
        private void complain(LinkFailure failure, Duration delay) {
            String remedy = config.remedy().apply(failure);
            String line = remedy.isEmpty() ? failure.text() : failure.text() + ". " + remedy;
            if (failure.kind() == Kind.OWN_WISH || line.equals(lastComplaint)) {
                LOG.debug("{}: {}; next attempt in {} ms", name(), line, delay.toMillis());
            } else {
                LOG.warn("{}: {}; next attempt in {} s", name(), line, Math.max(1, delay.toSeconds()));
                lastComplaint = line;
            }
        }
    }
}
