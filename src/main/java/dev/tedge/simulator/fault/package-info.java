/**
 * Misbehaviour on demand: what a network or AWS may do to a device, for a test that wants it now. One vocabulary for
 * the control topic, the command line and the API. Knows which packets are concerned; the MQTT server does it to them.
 */
@NullMarked
package dev.tedge.simulator.fault;

import org.jspecify.annotations.NullMarked;
