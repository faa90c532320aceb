package dev.tedge.cli.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the two sightings that belong to one message, for messages that others publish. Knows no mapping: what
 * crosses keeps the last levels of its topic, and each connection keeps the order. So a sighting belongs to that one
 * of the other side with which it shares the most last levels, and of several to the first. For one thread.
 */
final class Pairing {

    private static final int ROOM = 500;

    private final Deque<Sighting> waiting = new ArrayDeque<>();

    /** Takes the next sighting; tells of the hop that it completes. */
    Optional<Hop> add(Sighting seen) {
        Optional<Sighting> partner = waiting.stream()
                .filter(other -> isCrossing(other.place(), seen.place()))
                .filter(other -> sharedLevels(other.topic(), seen.topic()) > 0)
                // Of equals, the first wins.
                .min(Comparator.comparingInt(other -> -sharedLevels(other.topic(), seen.topic())));
        if (partner.isPresent()) {
            Sighting other = partner.get();
            waiting.remove(other);
            // The one who watches the device may be a moment later than the cloud.
            return Optional.of(
                    seen.place() == Place.DEVICE && other.place() == Place.CLOUD
                            ? Hop.between(seen, other)
                            : Hop.between(other, seen));
        }
        if (waiting.size() == ROOM) {
            waiting.removeFirst();
        }
        waiting.addLast(seen);
        return Optional.empty();
    }

    /** Takes out those that found no partner until now and are older than this. */
    List<Sighting> lonely(long nowNanos, Duration age) {
        List<Sighting> lonely = new ArrayList<>();
        for (Iterator<Sighting> all = waiting.iterator(); all.hasNext(); ) {
            Sighting sighting = all.next();
            if (nowNanos - sighting.nanos() > age.toNanos()) {
                lonely.add(sighting);
                all.remove();
            }
        }
        return lonely;
    }

    /** Nothing comes before what the cloud publishes: that is seen where it is sent. */
    private static boolean isCrossing(Place earlier, Place later) {
        return later == Place.DEVICE ? earlier != Place.DEVICE : later == Place.CLOUD && earlier == Place.DEVICE;
    }

    private static int sharedLevels(String one, String other) {
        String[] ones = one.split("/", -1);
        String[] others = other.split("/", -1);
        int shared = 0;
        while (shared < Math.min(ones.length, others.length)
                && ones[ones.length - 1 - shared].equals(others[others.length - 1 - shared])) {
            shared++;
        }
        return shared;
    }
}
