/** The benchmark, a program that measures and prints; the tests here are of its own parts. */
@NullMarked
package dev.tedge.benchmark;

import org.jspecify.annotations.NullMarked;
