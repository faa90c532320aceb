/**
 * Aggregation strategies for routes of users, that make one message of many. Routes name them by their class ({@code beans: - type:
 * dev.tedge.mapping.gathering.JsonBatch}). What they gather is in memory, bounded, and gone after a power cut; all are safe for use by
 * several threads. No I/O belongs here.
 */
@NullMarked
package dev.tedge.mapping.gathering;

import org.jspecify.annotations.NullMarked;
