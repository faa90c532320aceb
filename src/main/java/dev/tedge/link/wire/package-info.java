/**
 * The MQTT 5 client of the link: one {@link dev.tedge.link.session.Session} over one connection, from CONNECT to DISCONNECT. One
 * thread reads and one writes; what is sent while the network is busy leaves in one piece.
 */
@NullMarked
package dev.tedge.link.wire;

import org.jspecify.annotations.NullMarked;
