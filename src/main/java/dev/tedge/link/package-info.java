/**
 * The Camel component behind the {@code local:} and {@code aws:} schemes: one shared asynchronous
 * MQTT 5 connection per broker, its reconnects, its window of unacknowledged messages and its
 * acknowledgements. Knows nothing of {@code te/} or of
 * AWS's rules.
 */
@NullMarked
package dev.tedge.link;

import org.jspecify.annotations.NullMarked;
