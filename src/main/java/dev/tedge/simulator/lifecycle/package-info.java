/** The lifecycle events of AWS IoT Core: who has connected, disconnected, subscribed and unsubscribed. */
@NullMarked
package dev.tedge.simulator.lifecycle;

import org.jspecify.annotations.NullMarked;
