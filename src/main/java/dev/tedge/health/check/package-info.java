/** Camel health checks of what the gateway consists of, and the pages on which they and Camel's own are read. */
@NullMarked
package dev.tedge.health.check;

import org.jspecify.annotations.NullMarked;
