/**
 * The device shadow service of AWS IoT Core: documents of what things report and of what is desired of them. The rules
 * of the documents know nothing of MQTT; only {@link dev.tedge.simulator.shadow.ShadowService} has topics.
 */
@NullMarked
package dev.tedge.simulator.shadow;

import org.jspecify.annotations.NullMarked;
