/**
 * The only place that knows the Eclipse Paho client: its packets, for those that are sent or read a few times in a connection, and
 * its properties, as Camel's own component has them in a header.
 */
@NullMarked
package dev.tedge.link.paho;

import org.jspecify.annotations.NullMarked;
