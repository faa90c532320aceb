package dev.tedge.command;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * The step {@code commandId} of routes: puts the id of a command into the header {@code tedgeCommandId}, or an empty text when it
 * has none, as the key of an {@code idempotentConsumer}. AWS sends a command again while the first one is still on its way, after
 * each new connection; the step keeps it until the first one is done with, so that it is known then whether that was delivered.
 *
 * <p>Never blocks. How many it keeps is bounded by what the link to AWS holds unacknowledged.
 */
public final class CommandIdProcessor extends AsyncProcessorSupport {

    private static final String ID = "tedgeCommandId";

    // Guarded by this. By id, what has to wait for the one that is on its way.
    private final Map<String, Deque<Waiting>> underWay = new HashMap<>();

    private record Waiting(Exchange exchange, AsyncCallback callback) {}

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Optional<String> id = CommandId.of(exchange.getMessage());
        exchange.getMessage().setHeader(ID, id.orElse(""));
        if (id.isPresent() && !begins(id.get(), new Waiting(exchange, callback))) {
            return false;
        }
        id.ifPresent(key -> doneWith(key, exchange));
        callback.done(true);
        return true;
    }

    private synchronized boolean begins(String id, Waiting one) {
        Deque<Waiting> others = underWay.get(id);
        if (others == null) {
            underWay.put(id, new ArrayDeque<>());
            return true;
        }
        others.addLast(one);
        return false;
    }

    private void doneWith(String id, Exchange exchange) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                next(id).ifPresent(waiting -> goOn(id, waiting));
            }
        });
    }

    private synchronized Optional<Waiting> next(String id) {
        Deque<Waiting> others = underWay.get(id);
        Optional<Waiting> next = Optional.ofNullable(others == null ? null : others.pollFirst());
        if (next.isEmpty()) {
            underWay.remove(id);
        }
        return next;
    }

    private void goOn(String id, Waiting waiting) {
        doneWith(id, waiting.exchange());
        // Not from here: each of them would be deeper in the stack than the one before.
        waiting.exchange()
                .getContext()
                .getCamelContextExtension()
                .getReactiveExecutor()
                .schedule(() -> waiting.callback().done(false));
    }
}
