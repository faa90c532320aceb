package dev.tedge.simulator.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Counts the connections of each client id. For one thread. */
final class Presence {

    /** AWS: the number begins again "if a client is not connected for approximately one hour". */
    private static final Duration REMEMBERED_FOR = Duration.ofHours(1);

    /** Of those that have gone within the hour. Whoever went before them begins again, too. */
    static final int MAX_REMEMBERED = 10_000;

    /** Version numbers of who is connected. */
    private final Map<String, Long> connected = new HashMap<>();

    /** Who has gone, the first first. */
    private final Map<String, Gone> gone = new LinkedHashMap<>();

    private record Gone(long version, Instant since) {}

    /** The version number of a new connection: 0 at first, then more than the one before. */
    long connected(String clientId, Instant now) {
        forget(now);
        Optional<Long> before = Optional.ofNullable(connected.get(clientId))
                .or(() -> Optional.ofNullable(gone.remove(clientId)).map(Gone::version));
        long version = before.map(last -> last + 1).orElse(0L);
        connected.put(clientId, version);
        return version;
    }

    /** The connection with this version has ended. */
    void disconnected(String clientId, long version, Instant now) {
        // Not if it has been taken over.
        if (connected.remove(clientId, version)) {
            gone.put(clientId, new Gone(version, now));
            forget(now);
        }
    }

    /** Looks at the first ones only: those behind them have gone later. */
    private void forget(Instant now) {
        var entries = gone.values().iterator();
        while (entries.hasNext()
                && (entries.next().since().plus(REMEMBERED_FOR).isBefore(now) || gone.size() > MAX_REMEMBERED)) {
            entries.remove();
        }
    }
}
