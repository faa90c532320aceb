/**
 * Tables of command lines, one file a chapter, and what runs them: a row has files, commands, and what is to come of
 * them. {@link dev.tedge.testing.table.Word} tells what can be written in a row.
 */
@NullMarked
package dev.tedge.testing.table;

import org.jspecify.annotations.NullMarked;
