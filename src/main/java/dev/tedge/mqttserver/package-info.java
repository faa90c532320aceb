/**
 * A small in-memory MQTT 5 and 3.1.1 server: what a caller configures, decides in its hooks and sees.
 * For the demo, the simulator and the first hour, not for production. Knows nothing of {@code te/} or
 * of AWS. The work is done in {@code engine}, on Netty's codec and one event loop; {@code topic} holds
 * the pure rules of topic names and filters.
 */
@NullMarked
package dev.tedge.mqttserver;

import org.jspecify.annotations.NullMarked;
