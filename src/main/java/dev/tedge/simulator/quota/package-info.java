/**
 * The rates of AWS IoT Core: how much a connection may send and get in a second, how often a client id may connect,
 * how often the shadows of a thing may be asked for.
 * Counts and decides with a clock that it is given; knows nothing of MQTT packets or of what becomes of the excess.
 */
@NullMarked
package dev.tedge.simulator.quota;

import org.jspecify.annotations.NullMarked;
