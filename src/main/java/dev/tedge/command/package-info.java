/**
 * Commands from AWS on their way in: which of them is which, and which have been delivered already. Where they go is for the
 * routes to say; how they get there, for {@code link}.
 */
@NullMarked
package dev.tedge.command;

import org.jspecify.annotations.NullMarked;
