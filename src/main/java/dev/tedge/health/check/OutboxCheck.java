package dev.tedge.health.check;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Whether messages can be made safe: the gateway is not ready while its disk does not take them. */
public final class OutboxCheck extends GatewayCheck {

    private final Supplier<Optional<String>> trouble;

    /** @param trouble why no message can be kept now, on one line */
    public OutboxCheck(Supplier<Optional<String>> trouble) {
        super("outbox", Purpose.READINESS);
        this.trouble = trouble;
    }

    @Override
    void look(HealthCheckResultBuilder result) {
        Optional<String> now = trouble.get();
        result.state(now.isEmpty() ? State.UP : State.DOWN);
        now.ifPresent(result::message);
    }
}
