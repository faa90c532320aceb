package dev.tedge.health.check;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Whether the process works: only a restart helps when it does not. Clouds and brokers do not matter. */
public final class LivenessCheck extends GatewayCheck {

    private final BooleanSupplier beat;
    private final Duration patience;
    private final LongSupplier nanos;

    // Guarded by the lock under which checks are called.
    private boolean well = true;
    private long silentSince;

    /**
     * @param beat asks the threads of the gateway, and tells whether all have answered what was asked before; called by one thread at a time
     * @param patience for how long no call may find all answered
     */
    public LivenessCheck(BooleanSupplier beat, Duration patience) {
        this(beat, patience, System::nanoTime);
    }

    LivenessCheck(BooleanSupplier beat, Duration patience, LongSupplier nanos) {
        super("gateway", Purpose.LIVENESS);
        this.beat = beat;
        this.patience = patience;
        this.nanos = nanos;
    }

    @Override
    void look(HealthCheckResultBuilder result) {
        long now = nanos.getAsLong();
        boolean before = well;
        well = beat.getAsBoolean();
        if (before && !well) {
            silentSince = now;
        }
        boolean hangs = !well && now - silentSince >= patience.toNanos();
        result.state(hangs ? State.DOWN : State.UP);
        if (hangs) {
            result.message("A thread does not answer, the log says which: the gateway has to be restarted");
        }
    }
}
