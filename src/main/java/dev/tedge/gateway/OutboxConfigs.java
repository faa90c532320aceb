package dev.tedge.gateway;

import dev.tedge.config.OverflowPolicy;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.delivery.OutboxConfig;
import dev.tedge.delivery.Overflow;
import dev.tedge.delivery.store.Priority;
import java.util.Map;

/** The outbox as the settings want it. */
final class OutboxConfigs {

    private OutboxConfigs() {}

    static OutboxConfig of(TedgeConfig config) {
        return new OutboxConfig(
                config.value(Settings.AWS_OUTBOX_PATH),
                config.value(Settings.AWS_OUTBOX_MAX_SIZE),
                config.value(Settings.AWS_OUTBOX_MAX_AGE),
                Map.of(
                        Priority.HIGH, overflow(config.value(Settings.AWS_OUTBOX_OVERFLOW_HIGH)),
                        Priority.MEDIUM, overflow(config.value(Settings.AWS_OUTBOX_OVERFLOW_MEDIUM)),
                        Priority.LOW, overflow(config.value(Settings.AWS_OUTBOX_OVERFLOW_LOW))),
                config.value(Settings.AWS_DLQ_MAX_SIZE));
    }

    private static Overflow overflow(OverflowPolicy policy) {
        return switch (policy) {
            case DROP_OLDEST -> Overflow.DROP_OLDEST;
            case DROP_NEWEST -> Overflow.DROP_NEWEST;
            case HOLD -> Overflow.HOLD;
        };
    }
}
