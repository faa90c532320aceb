/**
 * Messages on disk: those that wait for AWS (the outbox) and those that AWS would refuse for good (the dead letters). The only
 * place that knows the embedded store. Used by {@code delivery}, and by commands while no gateway runs.
 */
@NullMarked
package dev.tedge.delivery.store;

import org.jspecify.annotations.NullMarked;
