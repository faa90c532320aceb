package dev.tedge.connect;

import java.io.IOException;

/** Starts and stops services. */
public interface ServiceManager {

    /** What people call it, such as {@code systemd}. */
    String name();

    /** Whether it runs, and not only lies on the disk. */
    boolean isAvailable();

    /** Whether it knows such a service. */
    boolean has(String service);

    /**
     * Starts the service now and at every boot.
     *
     * @throws IOException when that fails; the message has the reason
     */
    void enable(String service) throws IOException;

    /**
     * Stops the service now, and starts it no more at boot.
     *
     * @throws IOException when that fails; the message has the reason
     */
    void disable(String service) throws IOException;
}
