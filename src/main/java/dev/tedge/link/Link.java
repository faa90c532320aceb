package dev.tedge.link;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.Session;
import dev.tedge.link.session.Subscription;
import dev.tedge.link.wire.WireSession;
import dev.tedge.message.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The one connection to a broker that all endpoints of a scheme share. It connects by itself and for as long as it is open,
 * subscribes anew after each connect, and passes messages only once the broker has answered all subscriptions.
 *
 * <p>Three threads belong to it ({@link LinkThreads}). On the threads of a session messages are only queued, sent and
 * acknowledged: nothing there blocks or runs a route.
 *
 * <p>{@link #close} by whoever made it.
 */
public final class Link implements Publisher, AutoCloseable {

    private static final Duration LAST_OUTCOMES = Duration.ofSeconds(1);
    /** Routes that keep up make room in milliseconds; those that wait for what is behind on the same connection make none. */
    private static final Duration PATIENCE_OF_READER = Duration.ofSeconds(1);

    private static final Duration GOODBYE = Duration.ofSeconds(3);

    private final LinkConfig config;
    private final String name;
    private final LinkThreads threads;
    private final Subscriptions subscriptions;
    private final Outbound outbound;
    private final Inbound inbound;
    private final Connector connector;
    private final AtomicBoolean started = new AtomicBoolean();

    /** A link to a broker without quotas. */
    public Link(LinkConfig config) {
        this(config, Pace.UNLIMITED);
    }

    /** A link that keeps to a pace. */
    public Link(LinkConfig config, Pace pace) {
        this(config, pace, WireSession::open);
    }

    Link(LinkConfig config, Pace pace, Connector.SessionOpener opener) {
        this.config = config;
        this.name = config.name();
        this.threads = new LinkThreads(name);
        this.subscriptions = new Subscriptions(name);
        this.outbound = new Outbound(name, config.window(), pace, threads::onOutcomes, threads);
        this.inbound = new Inbound(name, subscriptions, threads::onRoutes, this::startOver, PATIENCE_OF_READER);
        this.connector =
                new Connector(config, opener, threads, new Connector.Traffic(subscriptions, outbound, inbound, pace));
    }

    private void startOver(Session session) {
        connector.startOver(session);
    }

    /** The scheme of its endpoints, {@code local} or {@code aws}. */
    public String name() {
        return name;
    }

    /** How it stands now. */
    public LinkState state() {
        return connector.state();
    }

    /** Calls the listener after each change of {@link #state}, on the link's control thread: it must not block. */
    public void onChange(Consumer<LinkState> listener) {
        connector.onChange(listener);
    }

    /**
     * Like {@link #onChange}, but on the thread of the callbacks of {@link #publish}: all that was known of messages before the
     * change has been told before the listener is called.
     */
    public void onChangeAfterOutcomes(Consumer<LinkState> listener) {
        connector.onChange(state -> threads.onOutcomes(() -> listener.accept(state)));
    }

    /** Its threads by name, to see whether each still works: a task must be quick. They take none after {@link #close}. */
    public Map<String, Executor> threads() {
        return threads.all();
    }

    /** How many messages have been given to {@link #publish} and are neither acknowledged nor refused. */
    public int pending() {
        return outbound.pending();
    }

    /** How many messages have been sent once more: each may have arrived twice. */
    public long resent() {
        return outbound.resent();
    }

    /** How many inbound messages were taken. */
    public long received() {
        return inbound.received();
    }

    /**
     * Tells of each message that is acknowledged how long that took since it was sent, in nanoseconds. The meter must not block; there is
     * one at most.
     */
    public void measure(LongConsumer meter) {
        outbound.measure(meter);
    }

    /** How many inbound messages with QoS 0 were lost because routes could not keep up. */
    public long dropped() {
        return inbound.dropped();
    }

    /** Begins to connect, once, and returns at once. Consumers registered before miss no message. */
    public void start() {
        if (started.compareAndSet(false, true)) {
            threads.onControl(connector::begin);
        }
    }

    @Override
    public void publish(OutboundMessage message, Callback callback) {
        outbound.publish(message, callback);
    }

    @Override
    public void forgetRefusals() {
        outbound.forgetRefusals();
    }

    /** The topic filters that consumers want, each once. */
    public List<String> filters() {
        return subscriptions.all().stream().map(Subscription::filter).toList();
    }

    /**
     * Ends subscriptions that an earlier process has left in the session at the broker: it would go on to send messages for them.
     */
    public void forget(List<String> filters) {
        connector.forget(filters);
    }

    /** Adds a consumer; its filters are subscribed to now or at the next connect. */
    void consume(List<TopicFilter> filters, int qos, Subscriptions.Handler handler) {
        filters.forEach(filter -> subscriptions.add(filter, qos, handler));
        if (!subscriptions.isFrozen()) {
            connector.subscribe(filters, qos);
        }
    }

    /** Removes a consumer and the subscriptions that nobody else needs. */
    void release(Subscriptions.Handler handler) {
        List<String> gone = subscriptions.remove(handler);
        if (!subscriptions.isFrozen()) {
            connector.unsubscribe(gone);
        }
    }

    /**
     * Keeps messages from consumers until the hold is closed, so that these can be changed: what was received for the old ones
     * and not handed on goes to the new ones. A link that is started meanwhile connects afterwards.
     */
    public Hold hold() {
        subscriptions.freeze();
        inbound.hold();
        return new Hold(inbound, this::release);
    }

    private void release() {
        subscriptions.changed();
        connector.thaw();
        inbound.release();
    }

    /** Leaves inbound messages to the broker from now on. The first step of an orderly end. */
    public void stopReceiving() {
        inbound.close();
    }

    /**
     * Gives messages on their way out a moment, if the link is up, and then gives back what is left. Blocks no longer than that.
     * The second step of an orderly end.
     */
    public void drain(Duration patience) {
        inbound.close();
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (state().up() && outbound.pending() > 0 && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        outbound.close();
        threads.awaitOutcomes(LAST_OUTCOMES);
    }

    /** A failure and what to do about it, on one line. */
    public String explain(LinkFailure failure) {
        return config.inWords(failure);
    }

    /** Says goodbye to the broker, which then publishes our will, and ends the threads. */
    @Override
    public void close() {
        inbound.close();
        outbound.close();
        threads.closeAfter(connector::disconnect, GOODBYE);
    }
}
