/**
 * How devices get their certificates and things from AWS IoT Core: fleet provisioning by claim, and just-in-time
 * provisioning and registration. Templates are AWS's own.
 */
@NullMarked
package dev.tedge.simulator.provisioning;

import org.jspecify.annotations.NullMarked;
