package dev.tedge.gateway.service;

import java.time.Duration;
import java.util.Optional;

/** The line to the service manager that has started this process. */
interface ServiceLine {

    /** How long it may be told nothing before it takes the service for dead; empty when it does not watch. */
    Optional<Duration> watchdog();

    /**
     * Tells it something; what it does not hear is logged.
     *
     * @param assignments as of sd_notify(3), such as {@code READY=1}
     * @return whether it has heard
     */
    boolean tell(String... assignments);
}
