/**
 * The policy language of AWS IoT Core: reads a policy document and decides what a connection may do.
 * Knows statements, wildcards and policy variables; knows nothing of MQTT packets or of the simulator.
 */
@NullMarked
package dev.tedge.simulator.policy;

import org.jspecify.annotations.NullMarked;
