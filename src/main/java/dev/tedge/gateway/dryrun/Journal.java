package dev.tedge.gateway.dryrun;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;

/** What has come of the messages so far. Safe for use by several threads. */
final class Journal {

    // Guarded by this.
    private final Set<Throwable> known = Collections.newSetFromMap(new IdentityHashMap<>());
    private List<Outcome> outcomes = new ArrayList<>();
    private String topic = "";

    /** From now on it is about a message on this topic. */
    synchronized void begin(String newTopic) {
        topic = newTopic;
        known.clear();
    }

    synchronized void add(Outcome outcome) {
        outcomes.add(outcome);
    }

    /** Notes a failure once, by whichever of the exchanges of a message it is heard. */
    synchronized void failed(Exchange exchange, Throwable failure) {
        Throwable cause = root(failure);
        if (!known.add(cause)) {
            return;
        }
        String from = exchange.getProperty(LinkStandIn.RECEIVED_TOPIC, topic, String.class);
        String route = exchange.getProperty(Exchange.FAILURE_ROUTE_ID, exchange.getFromRouteId(), String.class);
        add(new Outcome.Failure(from, String.valueOf(route), reason(cause)));
    }

    /** What has been noted since it was asked last. */
    synchronized List<Outcome> take() {
        List<Outcome> taken = outcomes;
        outcomes = new ArrayList<>();
        return List.copyOf(taken);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        String type = cause.getClass().getSimpleName();
        if (message == null || message.isBlank()) {
            return type;
        }
        boolean ours = cause.getClass().getName().startsWith("dev.tedge.");
        return (ours ? message : type + ": " + message).replaceAll("\\s+", " ");
    }
}
