package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.ServerMessage;
import java.time.Duration;

/**
 * A client's will (MQTT 5, 3.1.2.5).
 *
 * @param delay time that the client has to come back before it is published
 */
record Will(ServerMessage message, Duration delay) {}
