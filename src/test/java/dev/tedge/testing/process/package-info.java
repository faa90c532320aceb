/**
 * Programs outside of this JVM that tests start and end: mosquitto as a process and in a container, and
 * the packaged gateway. None of them outlives the JVM of the tests.
 */
@NullMarked
package dev.tedge.testing.process;

import org.jspecify.annotations.NullMarked;
