package dev.tedge.delivery.outbox;

import dev.tedge.delivery.Delivery;
import dev.tedge.delivery.OutboxConfig;
import dev.tedge.delivery.outbox.Chores.Reading;
import dev.tedge.delivery.outbox.Chores.Refused;
import dev.tedge.delivery.store.MessageStore;
import dev.tedge.delivery.store.Refusal;
import dev.tedge.delivery.store.StoreException;
import dev.tedge.delivery.store.StoreFullException;
import dev.tedge.delivery.store.StoredMessage;
import dev.tedge.link.LinkUnavailableException;
import dev.tedge.link.Publisher;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does on disk what the {@link Dispatcher} wants done: what came together is written together, and a route hears that its
 * message is safe when the disk has it. When there is no room it tries again; when the store is damaged it takes nothing any more.
 * Used by the disk thread only.
 */
final class Keeper {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private static final int MOST_WRITTEN = 500;
    private static final long MOST_WRITTEN_BYTES = 1 << 20;
    private static final int MOST_READ = 100;
    private static final long MOST_READ_BYTES = 1 << 20;

    /** What the keeper works with. */
    record Parts(
            MessageStore store,
            OutboxConfig config,
            Dispatcher dispatcher,
            Chores chores,
            Counters counters,
            DiskThread thread,
            Delivery.Reports reports) {}

    private final MessageStore store;
    private final OutboxConfig config;
    private final Dispatcher dispatcher;
    private final Chores chores;
    private final Counters counters;
    private final DiskThread thread;
    private final Delivery.Reports reports;
    private final Bounds bounds;
    private final InstantSource clock;
    private final Executor outcomes;

    /** Why nothing is taken any more. */
    private volatile @Nullable String broken;

    private volatile boolean holding;

    /** @param outcomes runs what routes do when their message is safe or refused */
    Keeper(Parts parts, InstantSource clock, Executor outcomes) {
        this.store = parts.store();
        this.config = parts.config();
        this.dispatcher = parts.dispatcher();
        this.chores = parts.chores();
        this.counters = parts.counters();
        this.thread = parts.thread();
        this.reports = parts.reports();
        this.bounds = new Bounds(config, store, dispatcher, counters, clock);
        this.clock = clock;
        this.outcomes = outcomes;
    }

    /** Begins to look after the age of messages. */
    void begin() {
        thread.repeat(() -> guarded(this::expire), bounds.pause());
    }

    /** Why nothing is taken any more, if so. */
    Optional<String> broken() {
        return Optional.ofNullable(broken);
    }

    /** What is wrong while messages wait for room, if they do. */
    Optional<String> waitsForRoom() {
        return holding ? Optional.of(noRoom()) : Optional.empty();
    }

    private String noRoom() {
        return "The outbox in '%s' has no room: local messages are not acknowledged until there is"
                .formatted(config.directory());
    }

    /** Does all that there is to do, or as much as there is room for. */
    void work() {
        guarded(() -> {
            boolean room = true;
            while (room && dispatcher.hasWork()) {
                boolean written = write(dispatcher.takeUnwritten(MOST_WRITTEN, MOST_WRITTEN_BYTES));
                boolean parked = park(chores.takeRefused(MOST_WRITTEN, MOST_WRITTEN_BYTES));
                // Without room above all: this makes some.
                boolean removed = remove(chores.takeRemovals());
                room = written && parked && removed;
                for (Optional<Reading> next = chores.takeReading(); next.isPresent(); next = chores.takeReading()) {
                    read(next.get());
                }
            }
            report(room);
        });
    }

    private void expire() {
        try {
            bounds.expire();
        } catch (StoreFullException e) {
            LOG.debug("No room", e);
        }
    }

    private void guarded(Runnable task) {
        if (broken != null) {
            return;
        }
        try {
            task.run();
        } catch (StoreException e) {
            stop(e);
        } catch (RuntimeException | Error e) {
            thread.workAgain();
            throw e;
        }
    }

    private boolean write(List<Entry> entries) {
        if (entries.isEmpty()) {
            return true;
        }
        Bounds.Admission admission;
        try {
            admission = bounds.admit(entries);
            store.append(admission.write().stream().map(Entry::message).toList());
        } catch (StoreFullException e) {
            LOG.debug("No room", e);
            dispatcher.notWritten(entries);
            return false;
        } catch (StoreException e) {
            // Before anything more is sent: it would overtake what is to be told that it is not safe.
            dispatcher.stop();
            dispatcher.notWritten(entries);
            throw e;
        } catch (RuntimeException | Error e) {
            dispatcher.notWritten(entries);
            throw e;
        }
        bounds.dropped(admission.drop());
        List<Publisher.Callback> safe = new ArrayList<>(dispatcher.written(admission.write()));
        // Dropping is a way to be done with it, too.
        safe.addAll(dispatcher.dropped(admission.drop()));
        if (!admission.hold().isEmpty()) {
            dispatcher.notWritten(admission.hold());
        }
        safe.forEach(route -> tell(route::delivered));
        return admission.hold().isEmpty();
    }

    /** Each by itself, so that a route that fails keeps no other from hearing. */
    private void tell(Runnable outcome) {
        outcomes.execute(() -> {
            try {
                outcome.run();
            } catch (RuntimeException e) {
                LOG.error("A route failed to take the outcome of its message", e);
            }
        });
    }

    private boolean park(List<Refused> refused) {
        if (refused.isEmpty()) {
            return true;
        }
        try {
            bounds.deadLettersDropped(
                    store.park(refused.stream().map(this::refusal).toList(), config.deadLetterBytes()));
        } catch (StoreFullException e) {
            LOG.debug("No room", e);
            chores.notParked(refused);
            return false;
        } catch (RuntimeException | Error e) {
            chores.notParked(refused);
            throw e;
        }
        refused.forEach(this::tell);
        dispatcher.removed();
        return true;
    }

    private Refusal refusal(Refused refused) {
        StoredMessage message = refused.entry().message();
        return new Refusal(
                message.message(),
                refused.entry().isOnDisk() ? Optional.of(message) : Optional.empty(),
                refused.cause(),
                refused.failure().reason(),
                clock.instant());
    }

    /** A route that still waits reports the refusal in its own way. */
    private void tell(Refused refused) {
        counters.add("parked." + refused.cause().word(), 1);
        Publisher.Callback route = dispatcher.takeRoute(refused.entry());
        tell(() -> {
            if (route == null) {
                reports.refused(refused.failure());
            } else {
                route.failed(refused.failure());
            }
        });
    }

    private boolean remove(List<StoredMessage> messages) {
        if (messages.isEmpty()) {
            return true;
        }
        try {
            store.remove(messages);
        } catch (StoreFullException e) {
            LOG.debug("No room", e);
            chores.notRemoved(messages);
            return false;
        } catch (RuntimeException | Error e) {
            chores.notRemoved(messages);
            throw e;
        }
        dispatcher.removed();
        return true;
    }

    private void read(Reading reading) {
        List<StoredMessage> messages;
        try {
            Instant now = clock.instant();
            messages = store.read(reading.priority(), reading.after(), MOST_READ, MOST_READ_BYTES).stream()
                    .map(message -> message.readAt(now))
                    .toList();
        } catch (RuntimeException | Error e) {
            chores.notRead(reading);
            throw e;
        }
        dispatcher.read(reading, messages);
    }

    private void report(boolean room) {
        if (!room) {
            thread.workAgain();
        }
        if (room == holding) {
            holding = !room;
            if (holding) {
                LOG.error(noRoom());
            } else {
                LOG.info("The outbox in '{}' has room again", config.directory());
            }
        }
    }

    private void stop(StoreException e) {
        String reason = String.valueOf(e.getMessage());
        broken = reason;
        LOG.error("No message is taken any more: {}", reason, e);
        giveUp(reason);
        reports.broken(reason);
    }

    /** Takes nothing more, and says so to the routes whose messages are not safe. */
    void giveUp(String reason) {
        dispatcher.giveUp().forEach(route -> tell(() -> route.failed(new LinkUnavailableException(reason))));
    }
}
