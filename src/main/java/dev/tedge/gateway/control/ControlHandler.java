package dev.tedge.gateway.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.delivery.store.Inventory;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.Selection;
import dev.tedge.delivery.store.Totals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers from what is kept: in a running gateway behind the {@link ControlServer}, on the files of a stopped one directly. As
 * safe for several threads as the inventory is.
 */
public final class ControlHandler implements Control {

    private static final String IN_FLIGHT = "being sent to AWS at this moment";

    private final Inventory inventory;
    private final Supplier<GatewayStatus> status;
    private final InstantSource clock;

    /**
     * Reads nothing yet.
     *
     * @param inventory what is kept
     * @param status made anew for each request
     * @param clock for ages
     */
    public ControlHandler(Inventory inventory, Supplier<GatewayStatus> status, InstantSource clock) {
        this.inventory = Objects.requireNonNull(inventory, "inventory");
        this.status = Objects.requireNonNull(status, "status");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public ObjectNode ask(ControlRequest request, Entries entries) throws IOException {
        try {
            return switch (request.ask()) {
                case STATUS -> StatusJson.write(status.get());
                case OUTBOX_STATS -> stats();
                case OUTBOX_LIST -> list(Shelf.outbox(inventory), request, entries);
                case DLQ_LIST -> list(Shelf.deadLetters(inventory), request, entries);
                case OUTBOX_DROP -> dropOutbox(request.selection());
                case DLQ_DROP -> dropDeadLetters(request.selection());
                case DLQ_REPLAY -> replay(request.selection());
            };
        } catch (UncheckedIOException entryNotTaken) {
            throw entryNotTaken.getCause();
        }
    }

    private ObjectNode stats() {
        Instant now = clock.instant();
        Map<Priority, Totals> totals = inventory.outbox();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Priority priority : Priority.values()) {
            Optional<Totals> waiting = Optional.ofNullable(totals.get(priority));
            json.putObject(StatusJson.word(priority))
                    .put("messages", waiting.map(Totals::messages).orElse(0L))
                    .put("bytes", waiting.map(Totals::bytes).orElse(0L))
                    .put(
                            "oldestAgeSeconds",
                            waiting.flatMap(Totals::oldest)
                                    .map(oldest -> GatewayStatus.Kept.age(oldest, now))
                                    .map(Duration::toSeconds)
                                    .orElse(null));
        }
        return json;
    }

    private static ObjectNode list(Shelf shelf, ControlRequest request, Entries entries) {
        Selection selection = request.selection();
        int limit = request.limit();
        // Where the totals don't tell, one message beyond the limit does.
        Optional<Long> total = shelf.count(selection);
        int asked = total.isPresent() || limit == Integer.MAX_VALUE ? limit : limit + 1;
        long[] seen = {0};
        shelf.each(selection, asked, request.payloads(), message -> {
            seen[0]++;
            if (seen[0] <= limit) {
                accept(entries, message.toJson());
            }
        });
        long more = total.map(all -> Math.max(0, all - seen[0])).orElse(seen[0] > limit ? -1L : 0L);
        return JsonNodeFactory.instance.objectNode().put("more", more);
    }

    private ObjectNode dropOutbox(Selection selection) throws ControlException {
        Shelf.outbox(inventory).requireKnown(selection.ids());
        // What arrives from now on is not what was kept.
        Selection there = before(selection, clock.instant());
        long dropped = inventory.dropOutbox(selection);
        long[] kept = {0};
        inventory.eachOutbox(there, Integer.MAX_VALUE, message -> kept[0]++);
        return outcome("dropped", dropped, kept[0], Optional.of(IN_FLIGHT));
    }

    private ObjectNode dropDeadLetters(Selection selection) throws ControlException {
        Shelf.deadLetters(inventory).requireKnown(selection.ids());
        return outcome("dropped", inventory.dropDeadLetters(selection), 0, Optional.empty());
    }

    private ObjectNode replay(Selection selection) throws ControlException {
        Shelf.deadLetters(inventory).requireKnown(selection.ids());
        Inventory.Replay replay = inventory.replay(selection);
        return outcome("replayed", replay.moved(), replay.kept(), replay.reason());
    }

    private static Selection before(Selection selection, Instant now) {
        Instant before = selection.before().filter(given -> given.isBefore(now)).orElse(now);
        return new Selection(
                selection.ids(), selection.topic(), selection.priority(), selection.cause(), Optional.of(before));
    }

    private static ObjectNode outcome(String done, long count, long kept, Optional<String> reason) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put(done, count).put("kept", kept);
        if (kept > 0) {
            reason.ifPresent(why -> json.put("reason", why));
        }
        return json;
    }

    private static void accept(Entries entries, ObjectNode entry) {
        try {
            entries.accept(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
