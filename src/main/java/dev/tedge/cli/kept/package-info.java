/**
 * What {@code tedge status}, {@code tedge dlq} and {@code tedge outbox} ask of a gateway, and how they print the answers. The
 * commands themselves are in {@code cli}.
 */
@NullMarked
package dev.tedge.cli.kept;

import org.jspecify.annotations.NullMarked;
