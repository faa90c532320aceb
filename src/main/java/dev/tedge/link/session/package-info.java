/**
 * One attempt to be connected: from the first socket to the last packet. A session is opened once, closed once and then thrown
 * away; what outlives it (reconnects, waiting messages, subscriptions) is the business of {@code dev.tedge.link}. The MQTT
 * client library is known to one class here.
 */
@NullMarked
package dev.tedge.link.session;

import org.jspecify.annotations.NullMarked;
