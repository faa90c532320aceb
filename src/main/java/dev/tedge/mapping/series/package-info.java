/**
 * Steps for routes of users: they look at the series that messages belong to, or put messages into another form. Routes name them
 * by their class ({@code beans: - type: dev.tedge.mapping.series.DeadBand}). What they remember is in memory, bounded, and gone after a
 * restart; all are safe for use by several threads. No I/O belongs here.
 */
@NullMarked
package dev.tedge.mapping.series;

import org.jspecify.annotations.NullMarked;
