package dev.tedge.delivery;

import dev.tedge.link.LinkUnavailableException;
import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.Publisher;
import dev.tedge.link.session.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was published, what its routes were told, and what has arrived. The payload of a message is its number. */
final class TestingLedger {

    // Guarded by this.
    private final Map<String, Route> routes = new LinkedHashMap<>();
    private final Map<String, List<Integer>> arrived = new HashMap<>();
    private final Set<String> arrivedOnce = new HashSet<>();
    private final Set<String> acknowledged = new HashSet<>();
    private final Set<String> wronglyTold = new HashSet<>();
    private int run;

    private enum Outcome {
        SAFE,
        REFUSED,
        UNAVAILABLE
    }

    /** Who waits for a message. */
    private final class Route implements Publisher.Callback {

        private final String name;
        private final int ofRun = run;
        private boolean told;
        private @Nullable Outcome outcome;

        Route(String name) {
            this.name = name;
        }

        @Override
        public void delivered() {
            told(Outcome.SAFE);
        }

        @Override
        public void failed(Exception failure) {
            boolean refused = failure instanceof PublishRefusedException;
            if (!refused && !(failure instanceof LinkUnavailableException)) {
                wrong();
            }
            told(refused ? Outcome.REFUSED : Outcome.UNAVAILABLE);
        }

        private void told(Outcome how) {
            synchronized (TestingLedger.this) {
                if (told) {
                    wrong();
                }
                told = true;
                // After a crash nobody hears of it.
                outcome = ofRun == run ? how : outcome;
            }
        }

        private void wrong() {
            synchronized (TestingLedger.this) {
                wronglyTold.add(name);
            }
        }

        private boolean isPromised() {
            return outcome == Outcome.SAFE || outcome == Outcome.REFUSED;
        }
    }

    /** Who waits for a message that is published now. */
    synchronized Publisher.Callback route(String name) {
        Route route = new Route(name);
        routes.put(name, route);
        return route;
    }

    synchronized void arrived(OutboundMessage message) {
        if (arrivedOnce.add(name(message))) {
            arrived.computeIfAbsent(message.topic(), unused -> new ArrayList<>())
                    .add(Integer.parseInt(name(message)));
        }
    }

    synchronized void acknowledged(OutboundMessage message) {
        acknowledged.add(name(message));
    }

    private static String name(OutboundMessage message) {
        return new String(message.payload(), StandardCharsets.UTF_8).strip();
    }

    /** A delivery has ended; returns how many messages it has given back. */
    synchronized long endRun() {
        int ended = run++;
        return of(ended).filter(route -> route.outcome == Outcome.UNAVAILABLE).count();
    }

    /** A delivery has crashed; returns how many routes hear nothing of their messages. */
    synchronized long crash() {
        int crashed = run++;
        return of(crashed).filter(route -> route.outcome == null).count();
    }

    private Stream<Route> of(int someRun) {
        return routes.values().stream().filter(route -> route.ofRun == someRun);
    }

    /** How many of these were never promised, or have arrived already. */
    synchronized long unexpected(Collection<OutboundMessage> messages) {
        return messages.stream()
                .map(message -> routes.get(name(message)))
                .filter(route -> route == null || !route.isPromised() || acknowledged.contains(route.name))
                .count();
    }

    /** Of which the route was told more than once, or something strange. */
    synchronized Set<String> wronglyTold() {
        return Set.copyOf(wronglyTold);
    }

    /** How many routes were told nothing. */
    synchronized long untold() {
        return routes.values().stream().filter(route -> !route.told).count();
    }

    /** Topics on which messages did not arrive in order for the first time. */
    synchronized List<String> outOfOrder() {
        return arrived.entrySet().stream()
                .filter(topic -> !topic.getValue()
                        .equals(topic.getValue().stream().sorted().toList()))
                .map(Map.Entry::toString)
                .toList();
    }

    /** How many were promised to be kept, were not acknowledged by AWS, and are none of these. */
    synchronized long missing(Collection<OutboundMessage> kept) {
        Set<String> there = new HashSet<>(acknowledged);
        kept.forEach(message -> there.add(name(message)));
        return routes.values().stream()
                .filter(Route::isPromised)
                .filter(route -> !there.contains(route.name))
                .count();
    }
}
