/**
 * A connection for one command: opened, talked over, closed. What happens is read by the one thread that asks, step by step,
 * where {@code dev.tedge.link} is for traffic that never ends. Knows no Camel, so that commands start quickly.
 */
@NullMarked
package dev.tedge.link.client;

import org.jspecify.annotations.NullMarked;
