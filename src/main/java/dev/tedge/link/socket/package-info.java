/**
 * The way to a broker, up to where MQTT begins: TCP, through an HTTP proxy where there is one, and TLS with a verified peer; and
 * why it can't be gone, in words for a person.
 */
@NullMarked
package dev.tedge.link.socket;

import org.jspecify.annotations.NullMarked;
