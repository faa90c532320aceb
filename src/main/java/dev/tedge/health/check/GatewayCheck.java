package dev.tedge.health.check;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A check of the gateway's own, which is in the group {@code tedge} and tells what it is for. */
abstract class GatewayCheck extends AbstractHealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayCheck.class);

    private final Purpose purpose;

    /** What follows when a check is down. */
    enum Purpose {
        /** The process is of no use any more. */
        LIVENESS,
        /** The gateway can't take messages from devices now. */
        READINESS,
        /** Somebody has to look at it. */
        ATTENTION
    }

    GatewayCheck(String id, Purpose purpose) {
        super("tedge", id);
        this.purpose = purpose;
    }

    @Override
    public boolean isLiveness() {
        return purpose == Purpose.LIVENESS;
    }

    @Override
    public boolean isReadiness() {
        return purpose == Purpose.READINESS;
    }

    @Override
    protected HealthCheckResultBuilder doCall(Map<String, Object> options) {
        HealthCheckResultBuilder result = super.doCall(options);
        if (purpose == Purpose.ATTENTION) {
            result.detail(CHECK_KIND, Kind.ALL);
        }
        return result;
    }

    @Override
    protected final void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        try {
            look(result);
        } catch (RuntimeException failure) {
            // Camel catches nothing: the other checks would not be told either.
            LOG.debug("{} can't be told", getId(), failure);
            String words = String.valueOf(failure.getMessage()).replaceAll("\\R", " ");
            result.down().message("This can't be told: " + words);
        }
    }

    /** Sets the state, and whatever helps to understand it. When it throws, the check is down. */
    abstract void look(HealthCheckResultBuilder result);
}
