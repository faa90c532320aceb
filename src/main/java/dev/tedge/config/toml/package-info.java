/**
 * Editing TOML files in place: one key changes, every other byte stays, and the file is replaced at once or not at all.
 * Knows nothing of settings.
 */
@NullMarked
package dev.tedge.config.toml;

import org.jspecify.annotations.NullMarked;
