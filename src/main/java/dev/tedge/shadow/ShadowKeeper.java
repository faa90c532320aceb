package dev.tedge.shadow;

import dev.tedge.link.LinkUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes what has changed, many changes at once, and tells when it is on disk. While the disk takes nothing, what AWS has is safe as
 * well; the rest waits. For one thread.
 */
final class ShadowKeeper {

    private static final Duration TOGETHER = Duration.ofMillis(50);

    /** A write may take a tenth of the time: each is one of all shadows. */
    private static final int REST_PER_WRITE = 10;

    private static final Duration BEFORE_TRYING_AGAIN = Duration.ofSeconds(5);

    private final ShadowFile file;
    private final Supplier<Collection<Shadow>> shadows;
    private final ShadowRequests.Timer timer;
    private final Consumer<String> reports;
    private final Consumer<Shadow> written;
    private final List<Held> held = new ArrayList<>();
    private boolean dirty;
    private boolean scheduled;
    private boolean failing;
    private Duration lastWrite = Duration.ZERO;

    /** Who waits for a fragment to be safe. */
    private record Held(Shadow shadow, String fragment, Consumer<Optional<Exception>> done) {}

    /** @param written told of each shadow after a write: what has waited for it can go on */
    ShadowKeeper(
            ShadowFile file,
            Supplier<Collection<Shadow>> shadows,
            ShadowRequests.Timer timer,
            Consumer<String> reports,
            Consumer<Shadow> written) {
        this.file = file;
        this.shadows = shadows;
        this.timer = timer;
        this.reports = reports;
        this.written = written;
    }

    /** There is something to write. */
    void changed() {
        dirty = true;
        if (!scheduled) {
            scheduled = true;
            timer.later(this::onTime, delay());
        }
    }

    private Duration delay() {
        Duration rest = lastWrite.multipliedBy(REST_PER_WRITE);
        Duration least = failing ? BEFORE_TRYING_AGAIN : TOGETHER;
        return rest.compareTo(least) > 0 ? rest : least;
    }

    /** Calls back, perhaps at once, when the fragment is safe as it is now; with a failure if it never will be. */
    void whenSafe(Shadow shadow, String fragment, Consumer<Optional<Exception>> done) {
        if (dirty) {
            held.add(new Held(shadow, fragment, done));
        } else {
            done.accept(Optional.empty());
        }
    }

    /** AWS has confirmed a shadow. */
    void reported(Shadow shadow) {
        if (!failing || shadow.document().isEmpty()) {
            return;
        }
        for (Iterator<Held> each = held.iterator(); each.hasNext(); ) {
            Held waiting = each.next();
            if (waiting.shadow() == shadow
                    && shadow.twins()
                            .isReported(
                                    waiting.fragment(), shadow.document().get().reported())) {
                each.remove();
                waiting.done().accept(Optional.empty());
            }
        }
    }

    private void onTime() {
        scheduled = false;
        write();
    }

    private void write() {
        if (!dirty) {
            return;
        }
        long begin = System.nanoTime();
        try {
            file.write(shadows.get());
            lastWrite = Duration.ofNanos(System.nanoTime() - begin);
            dirty = false;
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                failing = true;
                reports.accept(
                        "Twin data can't be kept on disk: %s. Until it can, it is taken only as fast as AWS takes it"
                                .formatted(e));
            }
            changed();
        }
        // Also when it was not: a message left behind with the local broker is the lesser evil.
        shadows.get().forEach(shadow -> {
            shadow.desired().written();
            written.accept(shadow);
        });
        if (!failing) {
            release(Optional.empty());
        }
    }

    private void release(Optional<Exception> safe) {
        List<Held> waiting = List.copyOf(held);
        held.clear();
        waiting.forEach(each -> each.done().accept(safe));
    }

    /** Writes what is left; what is not safe then never will be. */
    void close() {
        write();
        release(Optional.of(new LinkUnavailableException("Twin data could not be kept")));
    }
}
