/**
 * One attempt to be connected: from the first socket to the last packet. A session is opened once, closed once and then thrown
 * away; what outlives it (reconnects, waiting messages, subscriptions) is the business of {@code dev.tedge.link}. Who does it
 * is in {@code dev.tedge.link.wire}.
 */
@NullMarked
package dev.tedge.link.session;

import org.jspecify.annotations.NullMarked;
