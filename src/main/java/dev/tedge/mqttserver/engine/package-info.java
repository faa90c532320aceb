/**
 * The server itself: packets, sessions, routing, wills. Everything but {@code Listener} belongs to one
 * event loop, so nothing here is locked. Used by {@code MqttServer} only.
 */
@NullMarked
package dev.tedge.mqttserver.engine;

import org.jspecify.annotations.NullMarked;
