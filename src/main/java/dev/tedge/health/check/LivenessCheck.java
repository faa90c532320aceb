package dev.tedge.health.check;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Whether the process works: only a restart helps when it does not. Clouds and brokers do not matter. */
public final class LivenessCheck extends GatewayCheck {

    private final Supplier<Optional<String>> hanging;

    /** @param hanging asks the threads of the gateway, and names one that does not answer */
    public LivenessCheck(Supplier<Optional<String>> hanging) {
        super("gateway", Purpose.LIVENESS);
        this.hanging = hanging;
    }

    @Override
    void look(HealthCheckResultBuilder result) {
        Optional<String> silent = hanging.get();
        result.state(silent.isEmpty() ? State.UP : State.DOWN);
        silent.ifPresent(thread -> result.message("Does not answer: " + thread));
    }
}
