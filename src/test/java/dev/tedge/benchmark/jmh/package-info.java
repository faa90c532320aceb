/** What one message costs in the steps that need no network, in time and in memory; measured by {@code mvn -q -Pjmh test}. */
@NullMarked
package dev.tedge.benchmark.jmh;

import org.jspecify.annotations.NullMarked;
