/** Programs that measure and print; none of them is a test. */
@NullMarked
package dev.tedge.benchmark;

import org.jspecify.annotations.NullMarked;
