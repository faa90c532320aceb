package dev.tedge.delivery.outbox;

import dev.tedge.delivery.Delivery;
import dev.tedge.delivery.OutboxConfig;
import dev.tedge.delivery.store.DeadLetter;
import dev.tedge.delivery.store.Inventory;
import dev.tedge.delivery.store.MessageStore;
import dev.tedge.delivery.store.Pages;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.Selection;
import dev.tedge.delivery.store.StoreException;
import dev.tedge.delivery.store.StoredMessage;
import dev.tedge.delivery.store.Totals;
import dev.tedge.link.LinkUnavailableException;
import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.Publisher;
import dev.tedge.link.session.OutboundMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages between being taken over and being safe: with the link, on disk, or in memory for a moment. Knows nothing of what
 * AWS allows. Safe for use by several threads; {@link #close} by whoever opened it.
 */
public final class Outbox implements Inventory, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private static final String OUTCOMES = "aws-outbox-outcomes";
    private static final String STOPPING = "The gateway is stopping";
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(1);

    private final MessageStore store;
    private final Publisher aws;
    private final Dispatcher dispatcher;
    private final Keeper keeper;
    private final DiskThread thread;
    private final Counters counters;
    private final InstantSource clock;
    private final Held held = new Held();
    private final ExecutorService outcomes = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, OUTCOMES);
        thread.setDaemon(true);
        return thread;
    });

    private volatile boolean closed;

    private Outbox(
            OutboxConfig config, MessageStore store, Delivery.Way way, Delivery.Reports reports, InstantSource clock) {
        this.store = store;
        this.aws = way.aws();
        this.clock = clock;
        this.thread = new DiskThread();
        this.counters = new Counters("accepted", "live", "stored", "drained", "acknowledged");
        Map<Priority, Long> backlog = new EnumMap<>(Priority.class);
        outboxTotals().forEach((priority, totals) -> backlog.put(priority, totals.messages()));
        Chores chores = new Chores(thread);
        this.dispatcher = new Dispatcher(way, backlog, store.lastSequence(), counters, chores);
        this.keeper = new Keeper(
                new Keeper.Parts(store, config, dispatcher, chores, counters, thread, reports), clock, outcomes);
        thread.serve(keeper::work, dispatcher::spillOverdue);
        keeper.begin();
    }

    /**
     * Opens what is on disk, or begins it.
     *
     * @throws StoreException when it can't be used; the message says why and what to do
     */
    public static Outbox open(OutboxConfig config, Delivery.Way way, Delivery.Reports reports) {
        MessageStore store = MessageStore.open(config.directory());
        try {
            store.repaired().ifPresent(LOG::warn);
            return new Outbox(config, store, way, reports, InstantSource.system());
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /**
     * Takes a message over.
     *
     * @param refusal the rule of AWS that it breaks, if it does: then it becomes a dead letter
     * @param callback hears what {@link Delivery} promises
     */
    public void take(OutboundMessage message, Optional<String> refusal, Publisher.Callback callback) {
        Optional<String> broken = closed ? Optional.of(STOPPING) : keeper.broken();
        if (broken.isPresent()) {
            callback.failed(new LinkUnavailableException(broken.get()));
            return;
        }
        Optional<Publisher.Callback> route = held.hold(message, callback);
        if (route.isEmpty()) {
            callback.failed(new LinkUnavailableException("Too many messages wait to be safe"));
            return;
        }
        boolean taken;
        if (refusal.isPresent()) {
            PublishRefusedException failure = new PublishRefusedException(message.topic(), refusal.get());
            taken = dispatcher.acceptRefused(message, clock.instant(), failure, route.get());
        } else {
            taken = dispatcher.accept(message, clock.instant(), route.get());
        }
        if (taken) {
            counters.add("accepted", 1);
        } else {
            route.get().failed(new LinkUnavailableException(keeper.broken().orElse(STOPPING)));
        }
    }

    /** The link to AWS is up, or no longer. To be called with each change. */
    public void linkChanged(boolean up) {
        dispatcher.linkChanged(up);
    }

    /** Why no message is taken any more, if so. */
    public Optional<String> broken() {
        return keeper.broken();
    }

    @Override
    public Optional<String> trouble() {
        return keeper.broken().or(keeper::waitsForRoom);
    }

    /** What has become of messages since the start, by name. */
    public SortedMap<String, Long> counters() {
        return counters.snapshot();
    }

    /** Its threads by name; a task must be quick. What routes do when their message is safe is done on one of them. */
    public Map<String, Executor> threads() {
        return Map.of(DiskThread.NAME, thread.executor(), OUTCOMES, outcomes);
    }

    /** Gives nothing more to the link: all goes to the disk from now on. The first step of an orderly end. */
    public void stop() {
        dispatcher.stop();
    }

    /** Writes what is not safe yet, and closes the store. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        dispatcher.stopForGood();
        thread.closeAfter(this::closeStore);
        try {
            // Routes acknowledge to the local broker there, which must be heard before its link closes.
            if (!outcomes.awaitTermination(LAST_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("A route goes on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeStore() {
        try {
            keeper.work();
        } finally {
            keeper.giveUp(keeper.broken().orElse("The gateway has stopped"));
            outcomes.shutdown();
            store.close();
        }
    }

    @Override
    public Map<Priority, Totals> outbox() {
        return ask(this::outboxTotals);
    }

    private Map<Priority, Totals> outboxTotals() {
        Map<Priority, Totals> totals = new EnumMap<>(Priority.class);
        for (Priority priority : Priority.values()) {
            totals.put(priority, store.totals(priority));
        }
        return totals;
    }

    @Override
    public List<StoredMessage> outbox(Selection selection, int limit) {
        return ask(() -> store.outbox(selection, limit));
    }

    @Override
    public void eachOutbox(Selection selection, int limit, Consumer<StoredMessage> action) {
        Pages.each(limit, (after, size) -> ask(() -> store.outbox(selection, after, size)), action);
    }

    @Override
    public long dropOutbox(Selection selection) {
        return ask(() -> {
            long dropped = whileAllQueue(busy -> store.dropOutbox(selection, busy));
            counters.add("dropped.by-hand", dropped);
            return dropped;
        });
    }

    @Override
    public Totals deadLetters() {
        return ask(store::deadLetters);
    }

    @Override
    public List<DeadLetter> deadLetters(Selection selection, int limit) {
        return ask(() -> store.deadLetters(selection, limit));
    }

    @Override
    public void eachDeadLetter(Selection selection, int limit, Consumer<DeadLetter> action) {
        Pages.each(limit, (after, size) -> ask(() -> store.deadLetters(selection, after, size)), action);
    }

    @Override
    public long dropDeadLetters(Selection selection) {
        return ask(() -> store.dropDeadLetters(selection));
    }

    @Override
    public Replay replay(Selection selection) {
        aws.forgetRefusals();
        return ask(() -> {
            Replay replay = whileAllQueue(busy -> store.replay(selection, dispatcher::nextSequence, Delivery::refusal));
            counters.add("replayed", replay.moved());
            return replay;
        });
    }

    private interface Change<T> {
        T apply(Set<Long> busy);
    }

    /** Changes what waits on disk. What is being sent, or is sent and not removed yet, is not touched. */
    private <T> T whileAllQueue(Change<T> change) {
        Map<Priority, Set<Long>> busy = dispatcher.block();
        try {
            Set<Long> all = new HashSet<>();
            busy.values().forEach(all::addAll);
            return change.apply(all);
        } finally {
            Map<Priority, Long> waiting = new EnumMap<>(Priority.class);
            busy.forEach((priority, sequences) ->
                    waiting.put(priority, store.totals(priority).messages() - sequences.size()));
            dispatcher.unblock(waiting);
        }
    }

    /** Asks on the thread that has the store, and waits for the answer. */
    public <T> T ask(Callable<T> question) {
        try {
            return thread.ask(question).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        } catch (RejectedExecutionException e) {
            throw new StoreException(STOPPING, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted", e);
        }
    }
}
