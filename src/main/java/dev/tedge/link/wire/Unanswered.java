package dev.tedge.link.wire;

import dev.tedge.link.session.Session.PublishListener;
import dev.tedge.link.session.Session.SubscribeListener;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What the broker has not answered yet, by packet id (MQTT 5, section 2.2.1). Safe for use by several threads. */
final class Unanswered {

    private static final int HIGHEST_ID = 65_535;

    private final Map<Integer, PublishListener> publishes = new HashMap<>();
    private final Map<Integer, SubscribeListener> requests = new HashMap<>();

    /**
     * Begins anywhere: with QoS 2, the broker remembers ids of the connection before, and would take a new message with such an
     * id for the old one.
     */
    private int latest = ThreadLocalRandom.current().nextInt(HIGHEST_ID);

    /** A PUBLISH is to be sent. */
    synchronized int addPublish(PublishListener listener) {
        int id = freeId();
        publishes.put(id, listener);
        return id;
    }

    /** A SUBSCRIBE or UNSUBSCRIBE is to be sent. */
    synchronized int addRequest(SubscribeListener listener) {
        int id = freeId();
        requests.put(id, listener);
        return id;
    }

    private int freeId() {
        if (publishes.size() + requests.size() == HIGHEST_ID) {
            throw new IllegalStateException("All packet ids are in use: more is sent than any broker allows");
        }
        do {
            latest = latest % HIGHEST_ID + 1;
        } while (publishes.containsKey(latest) || requests.containsKey(latest));
        return latest;
    }

    /** A PUBLISH is answered, or was not sent. */
    synchronized @Nullable PublishListener removePublish(int id) {
        return publishes.remove(id);
    }

    /** A SUBSCRIBE or UNSUBSCRIBE is answered. */
    synchronized @Nullable SubscribeListener removeRequest(int id) {
        return requests.remove(id);
    }
}
