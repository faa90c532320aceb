/**
 * What is below the store: one SQLite database in WAL mode, held by one process at a time, and the table in it. Opens
 * and checks the file, runs transactions, says in one line what went wrong. Used by {@code delivery.store} alone,
 * whose values it stores.
 */
@NullMarked
package dev.tedge.delivery.store.sqlite;

import org.jspecify.annotations.NullMarked;
