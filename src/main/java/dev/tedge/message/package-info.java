/**
 * The vocabulary of the gateway as values: entity, channel, local topic, cloud topic with AWS's
 * limits, payload. A topic is parsed here once; no other package splits strings on slashes. Depends
 * on nothing.
 */
@NullMarked
package dev.tedge.message;

import org.jspecify.annotations.NullMarked;
