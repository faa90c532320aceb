package dev.tedge.gateway.guest;

import dev.tedge.config.ConfigException;
import dev.tedge.delivery.store.StoreException;
import dev.tedge.gateway.GatewayException;
import dev.tedge.gateway.GuestGateway;
import java.io.IOException;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.spi.ResourceReload;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.RouteWatcherReloadStrategy;

/** A gateway's life in a Camel context: it comes when the context is made ready, and goes with it. */
final class Guest extends LifecycleStrategySupport implements StartupListener {

    private final GuestConfig config;

    private final Optional<GatewayException> trouble;

    /** As soon as there is one. */
    private volatile Optional<GuestGateway> gateway = Optional.empty();

    /** @param trouble why there can't be a gateway with this configuration */
    Guest(GuestConfig config, Optional<GatewayException> trouble) {
        this.config = config;
        this.trouble = trouble;
    }

    /** Before the routes are made, whose errors would hide ours. */
    @Override
    public void onContextInitializing(CamelContext context) {
        if (isStubbed(context)) {
            return;
        }
        GuestGateway opened = open();
        gateway = Optional.of(opened);
        opened.beans().forEach(context.getRegistry()::bind);
        try {
            context.addStartupListener(this);
        } catch (Exception e) {
            opened.close();
            throw new GatewayException("The gateway can't be started: " + e.getMessage(), e);
        }
    }

    /** Camel puts a stub in the place of each component when routes are only looked at, or when the user wants it. */
    private static boolean isStubbed(CamelContext context) {
        try {
            return PluginHelper.getComponentResolver(context).resolveComponent("local", context) != null;
        } catch (Exception e) {
            // There is no other component of that name.
            return false;
        }
    }

    private GuestGateway open() {
        trouble.ifPresent(reason -> {
            throw withoutFrames(reason);
        });
        try {
            return GuestGateway.open(config.config());
        } catch (IOException | StoreException | GatewayException | ConfigException e) {
            throw withoutFrames(new GatewayException(String.valueOf(e.getMessage())));
        }
    }

    /** The Camel CLI prints all of an exception. */
    private static GatewayException withoutFrames(GatewayException failure) {
        failure.setStackTrace(new StackTraceElement[0]);
        return failure;
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // Too early: routes start after this.
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) throws Exception {
        GuestGateway running = gateway.orElseThrow();
        running.begin(context);
        for (RouteWatcherReloadStrategy reload : context.hasServices(RouteWatcherReloadStrategy.class)) {
            // Otherwise Camel removes all routes, those of no file for good, and fails on files with two of them
            // (4.17.0).
            reload.setRemoveAllRoutes(false);
            ResourceReload original = reload.getResourceReload();
            reload.setResourceReload(
                    (name, resource) -> running.reload(resource, () -> original.onReload(name, resource)));
        }
    }

    @Override
    public void onContextStopping(CamelContext context) {
        if (context.isStopped()) {
            // Its start has failed: Camel does not come to the other call then (4.17.0).
            close();
        } else {
            gateway.ifPresent(GuestGateway::end);
        }
    }

    /** How Camel calls it when something fails. */
    @Override
    public String toString() {
        return "tedge-gateway";
    }

    @Override
    public void onContextStopped(CamelContext context) {
        close();
    }

    private void close() {
        Optional<GuestGateway> last = gateway;
        gateway = Optional.empty();
        last.ifPresent(GuestGateway::close);
    }
}
