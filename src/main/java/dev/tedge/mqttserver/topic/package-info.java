/**
 * The rules of MQTT for topic names and topic filters (MQTT 5, 4.7 and 4.8), and the trees that match one
 * against the other. Pure functions and collections, without network, threads or clocks.
 */
@NullMarked
package dev.tedge.mqttserver.topic;

import org.jspecify.annotations.NullMarked;
