package dev.tedge.shadow;

import dev.tedge.link.DenialPause;
import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.Publisher;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Sends the requests of all shadows while AWS can be reached, at half of the rate and with half of the requests under way that AWS
 * allows a thing: the rest is for others who ask for its shadows. An update comes back as up to 4 messages, so all of it is half of
 * what a connection may carry (AWS General Reference, "AWS IoT Core endpoints and quotas", Device Shadow service).
 *
 * <p>A shadow with something to ask waits in line once, whatever happens to it meanwhile. For one thread.
 */
final class ShadowRequests {

    static final Duration BETWEEN = Duration.ofMillis(100);
    static final int MOST_IN_FLIGHT = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Runs a task later, on the same thread. */
    interface Timer {
        void later(Runnable task, Duration delay);
    }

    private final Publisher aws;
    private final Timer timer;
    private final LongSupplier nanos;
    private final String tokens = "tedge-" + UUID.randomUUID() + "-";
    private final Queue<Shadow> line = new ArrayDeque<>();
    private final Set<Shadow> inLine = new HashSet<>();
    private final Set<Shadow> inFlight = new LinkedHashSet<>();

    /** When a timer brings those back that have to wait. */
    private final Map<Shadow, Long> resting = new HashMap<>();

    /** At its end one of all named shadows is tried, or some that are under way together. */
    private final DenialPause named = new DenialPause();

    private final DenialPause classic = new DenialPause();
    private long sent;
    private long nextSlot;
    private boolean woken;
    private boolean up;

    ShadowRequests(Publisher aws, Timer timer, LongSupplier nanos) {
        this.aws = aws;
        this.timer = timer;
        this.nanos = nanos;
        this.nextSlot = nanos.getAsLong();
    }

    /** AWS can be reached by a new connection, or not any more. */
    void linkChanged(boolean nowUp, Collection<Shadow> shadows) {
        up = nowUp;
        line.clear();
        inLine.clear();
        inFlight.clear();
        shadows.forEach(shadow -> shadow.startOver(nanos.getAsLong()));
        shadows.forEach(this::offer);
    }

    /** The shadow may have something to ask. */
    void offer(Shadow shadow) {
        if (up && inLine.add(shadow)) {
            line.add(shadow);
            pump();
        }
    }

    /** The shadow was answered, or is not: makes room. */
    void settled(Shadow shadow) {
        if (!shadow.isAsking()) {
            inFlight.remove(shadow);
        }
        offer(shadow);
        pump();
    }

    private void pump() {
        while (up && !line.isEmpty() && inFlight.size() < MOST_IN_FLIGHT) {
            long now = nanos.getAsLong();
            if (nextSlot - now > 0) {
                wake(Duration.ofNanos(nextSlot - now));
                return;
            }
            Shadow shadow = line.remove();
            inLine.remove(shadow);
            ask(shadow, now);
        }
    }

    private void wake(Duration delay) {
        if (!woken) {
            woken = true;
            timer.later(
                    () -> {
                        woken = false;
                        pump();
                    },
                    delay.plusMillis(1));
        }
    }

    private void ask(Shadow shadow, long now) {
        if (shadow.isAsking()) {
            // The answer brings it back.
            return;
        }
        Duration own = shadow.pause(now);
        Duration all = pauseOfKind(shadow).left(now);
        Duration wait = own.compareTo(all) > 0 ? own : all;
        if (!wait.isZero()) {
            rest(shadow, wait, now);
            return;
        }
        Optional<ShadowRequest> next = shadow.next(tokens + sent);
        if (next.isPresent()) {
            sent++;
            nextSlot = now + BETWEEN.toNanos();
            inFlight.add(shadow);
            send(shadow, next.get());
        }
    }

    private DenialPause pauseOfKind(Shadow shadow) {
        return shadow.isNamed() ? named : classic;
    }

    private void rest(Shadow shadow, Duration wait, long now) {
        long due = now + wait.toNanos();
        Long known = resting.get(shadow);
        if (known == null || known - due > 0) {
            resting.put(shadow, due);
            timer.later(
                    () -> {
                        if (resting.remove(shadow, due)) {
                            offer(shadow);
                        }
                    },
                    wait.plusMillis(1));
        }
    }

    private void send(Shadow shadow, ShadowRequest request) {
        timer.later(() -> lost(shadow, request), PATIENCE);
        aws.publish(request.message(shadow.topic()), new Publisher.Callback() {
            @Override
            public void delivered() {
                // The answer counts, but the policy allows it.
                if (request.patch().isPresent()) {
                    timer.later(() -> pauseOfKind(shadow).allowed(), Duration.ZERO);
                }
            }

            @Override
            public void failed(Exception failure) {
                timer.later(() -> notSent(shadow, request, failure), Duration.ZERO);
            }
        });
    }

    private void lost(Shadow shadow, ShadowRequest request) {
        if (shadow.isAsking(request)) {
            shadow.lost(nanos.getAsLong());
            settled(shadow);
        }
    }

    private void notSent(Shadow shadow, ShadowRequest request, Exception failure) {
        long now = nanos.getAsLong();
        if (failure instanceof PublishRefusedException refusal) {
            // Also when the connection that it was sent on is gone.
            if (refusal.isDenial()) {
                pauseOfKind(shadow).denied(now);
            }
            shadow.refused(request, refusal.reason(), now);
        } else if (shadow.isAsking(request)) {
            shadow.lost(now);
        }
        settled(shadow);
    }
}
