package dev.tedge.simulator.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts the connections of each client id. For one thread. */
final class Presence {

    /** AWS: the number begins again "if a client is not connected for approximately one hour". */
    private static final Duration REMEMBERED_FOR = Duration.ofHours(1);

    private final Map<String, Last> byClientId = new HashMap<>();

    /** @param goneAt empty while it is connected */
    private record Last(long version, Optional<Instant> goneAt) {}

    /** The version number of a new connection: 0 at first, then more than the one before. */
    long connected(String clientId, Instant now) {
        byClientId.values().removeIf(last -> isForgotten(last, now));
        Last last = byClientId.get(clientId);
        long version = last == null ? 0 : last.version() + 1;
        byClientId.put(clientId, new Last(version, Optional.empty()));
        return version;
    }

    /** The connection with this version has ended. */
    void disconnected(String clientId, long version, Instant now) {
        Last last = byClientId.get(clientId);
        if (last != null && last.version() == version) {
            byClientId.put(clientId, new Last(version, Optional.of(now)));
        }
    }

    private static boolean isForgotten(Last last, Instant now) {
        return last.goneAt()
                .map(gone -> gone.plus(REMEMBERED_FOR).isBefore(now))
                .orElse(false);
    }
}
