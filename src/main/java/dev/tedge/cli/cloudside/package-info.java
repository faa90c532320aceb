/**
 * How {@code tedge simulator publish}, {@code shadow}, {@code job}, {@code watch} and {@code fault} talk to a simulator
 * that runs. The commands themselves are in {@code cli}.
 */
@NullMarked
package dev.tedge.cli.cloudside;

import org.jspecify.annotations.NullMarked;
