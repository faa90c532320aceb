package dev.tedge.gateway.dryrun;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.spi.RouteStartupOrder;

/** Waits for nothing: what is still under way at the end of a dry run hangs, or was begun by a clock. */
final class AbruptShutdown extends DefaultShutdownStrategy {

    @Override
    protected boolean doShutdown(
            CamelContext context,
            List<RouteStartupOrder> routes,
            long timeout,
            TimeUnit timeUnit,
            boolean suspendOnly,
            boolean abortAfterTimeout,
            boolean forceShutdown) {
        return true;
    }
}
