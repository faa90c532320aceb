/**
 * AWS IoT Jobs as devices see it over MQTT, and as much of its control side as is needed to give devices jobs.
 * {@link dev.tedge.simulator.jobs.Jobs} is for other threads, the rest belongs to the event loop.
 */
@NullMarked
package dev.tedge.simulator.jobs;

import org.jspecify.annotations.NullMarked;
