/**
 * What a local message means to AWS: pure functions from local to cloud messages, and the thin Camel
 * processors that routes call them by. No I/O and no connection belongs here.
 */
@NullMarked
package dev.tedge.mapping;

import org.jspecify.annotations.NullMarked;
