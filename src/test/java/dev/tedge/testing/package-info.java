/**
 * What tests of every package share: certificates made in memory, a proxy that fails on demand, and an
 * observer on MQTT. Everything listens on 127.0.0.1 and on free ports, and ends with the test. Nothing
 * here knows the classes under test, so that a shared mistake shows.
 */
@NullMarked
package dev.tedge.testing;

import org.jspecify.annotations.NullMarked;
