package dev.tedge.cli;

import dev.tedge.connect.ServiceManager;
import java.io.IOException;

/**
 * The steps that stop and start the gateway as a service, for the time of one command. A way that ends before the start is tried
 * leaves the service as it was found: {@link #close} starts again what ran. It is never disabled on the way, so that a device
 * that loses its power meanwhile comes back.
 */
final class ServiceSteps implements AutoCloseable {

    private final ServiceManager services;
    private final Progress progress;
    private final String service;
    private final boolean installed;

    // Whether it has to run when the command has failed.
    private boolean wanted;
    private boolean stopped;
    private boolean tried;

    /** Looks whether the service runs. That of a connection does, too, while it waits for its next start after a failure. */
    ServiceSteps(ConnectScene scene) {
        this.services = scene.services();
        this.progress = scene.progress();
        this.service = scene.service();
        this.installed = services.isAvailable() && services.has(service);
        this.wanted = installed && (services.isActive(service) || scene.marker().exists());
    }

    /** Whether the service manager has it. */
    boolean isInstalled() {
        return installed;
    }

    /** Stops the service of a connection, also one that is about to be started anew; false when that failed, which is told. */
    boolean stopped() {
        wanted = installed;
        return paused();
    }

    /**
     * Stops the service unless this command has done so already; false when that failed, which is told. One that is not active may
     * be about to start after a pause.
     */
    boolean paused() {
        stopped = stopped || !installed || progress.done("Stopping " + service, () -> services.stop(service));
        return stopped;
    }

    /** Starts it, now and at boot; false when that failed, which is told. One that did not run before is stopped then. */
    boolean started() {
        tried = true;
        if (progress.done("Enabling " + service, this::startAndEnable)) {
            return true;
        }
        if (!wanted && services.isActive(service)) {
            progress.done("Stopping " + service, () -> services.stop(service));
        }
        return false;
    }

    /**
     * One that runs already, started by hand, has the settings of that time; and one that waits for its next start after a failure
     * would be waited for.
     */
    private void startAndEnable() throws IOException {
        if (stopped) {
            services.start(service);
        } else {
            services.restart(service);
        }
        services.enable(service);
    }

    @Override
    public void close() {
        if (wanted && !tried && !services.isActive(service)) {
            progress.done("Starting %s again".formatted(service), () -> services.start(service));
        }
    }
}
