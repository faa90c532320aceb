/**
 * What AWS IoT Core knows of devices: certificates with their status, the things to which they are attached, and the
 * policies that they have. Any thread may ask and change it.
 */
@NullMarked
package dev.tedge.simulator.registry;

import org.jspecify.annotations.NullMarked;
