/**
 * What the gateway says of itself: service status topics, the answer to health checks, the state of
 * the cloud link.
 */
@NullMarked
package dev.tedge.health;

import org.jspecify.annotations.NullMarked;
