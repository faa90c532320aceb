/**
 * A stand-in for AWS IoT Core for demos, dry runs and tests: policy, limits and topic rules of AWS on
 * top of {@code mqttserver}. It spells them out by itself and uses no other package of the gateway,
 * so that a mistake made twice does not hide.
 */
@NullMarked
package dev.tedge.simulator;

import org.jspecify.annotations.NullMarked;
