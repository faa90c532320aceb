package dev.tedge.health.check;

import java.util.function.LongSupplier;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Whether the outbox has room: down before messages are held back or dropped. */
public final class OutboxSizeCheck extends GatewayCheck {

    private static final int MOST_PERCENT = 80;

    private final LongSupplier bytes;
    private final long limit;

    /**
     * @param bytes what waits
     * @param limit above zero
     */
    public OutboxSizeCheck(LongSupplier bytes, long limit) {
        super("outbox-size", Purpose.ATTENTION);
        this.bytes = bytes;
        this.limit = limit;
    }

    @Override
    void look(HealthCheckResultBuilder result) {
        long now = bytes.getAsLong();
        long percent = Math.round(100.0 * now / limit);
        result.detail("outbox.bytes", now).detail("outbox.limit.bytes", limit);
        result.state(percent >= MOST_PERCENT ? State.DOWN : State.UP);
        if (percent >= MOST_PERCENT) {
            result.message("%d %% of aws.outbox.max_size are in use".formatted(percent));
        }
    }
}
