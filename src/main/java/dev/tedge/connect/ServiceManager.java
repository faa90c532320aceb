package dev.tedge.connect;

import java.io.IOException;

/** Starts and stops services. */
public interface ServiceManager {

    /** What people call it, such as {@code systemd}. */
    String name();

    /** Whether it runs, and not only lies on the disk. */
    boolean isAvailable();

    /** Whether it knows such a service; one that can't be asked for that knows them all. */
    boolean has(String service);

    /** Whether the service runs. */
    boolean isActive(String service);

    /**
     * Starts the service; no error when it runs already.
     *
     * @throws IOException when that fails; the message has the reason
     */
    void start(String service) throws IOException;

    /**
     * Starts the service anew, so that it reads its settings again.
     *
     * @throws IOException when that fails; the message has the reason
     */
    void restart(String service) throws IOException;

    /**
     * Stops the service; returns when it has ended.
     *
     * @throws IOException when that fails; the message has the reason
     */
    void stop(String service) throws IOException;

    /**
     * Has the service started at every boot.
     *
     * @throws IOException when that fails; the message has the reason
     */
    void enable(String service) throws IOException;

    /**
     * Has the service started no more at boot.
     *
     * @throws IOException when that fails; the message has the reason
     */
    void disable(String service) throws IOException;
}
