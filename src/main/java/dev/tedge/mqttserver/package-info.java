/**
 * A small in-memory MQTT 5 and 3.1.1 server on Netty's codec: one event loop, sessions, retained
 * messages, wills, and hooks to decide and to observe. For the demo, the simulator and the first
 * hour, not for production. Knows nothing of {@code te/} or of AWS.
 */
@NullMarked
package dev.tedge.mqttserver;

import org.jspecify.annotations.NullMarked;
