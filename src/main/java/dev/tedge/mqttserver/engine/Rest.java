package dev.tedge.mqttserver.engine;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A time in which a client is not served. Belongs to the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // The end of a rest of a connection that has ended does nothing.
final class Rest {

    private final EventExecutor loop;
    private final Runnable over;

    private boolean on;
    /** {@link System#nanoTime()} of its end, while it is on. */
    private long end;

    /** @param over called at the end of each rest */
    Rest(EventExecutor loop, Runnable over) {
        this.loop = loop;
        this.over = over;
    }

    boolean isOn() {
        return on;
    }

    /** Rests for this time from now, or longer if that was said before. Zero changes nothing. */
    void atLeast(Duration time) {
        if (time.isZero() || time.isNegative()) {
            return;
        }
        long newEnd = System.nanoTime() + time.toNanos();
        if (!on) {
            on = true;
            end = newEnd;
            loop.schedule(this::look, time.toNanos(), TimeUnit.NANOSECONDS);
        } else if (newEnd - end > 0) {
            end = newEnd;
        }
    }

    private void look() {
        long left = end - System.nanoTime();
        if (left > 0) {
            loop.schedule(this::look, left, TimeUnit.NANOSECONDS);
        } else {
            on = false;
            over.run();
        }
    }
}
