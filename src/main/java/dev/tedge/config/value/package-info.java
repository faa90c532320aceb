/**
 * The kinds of values that settings have: how each is written, checked, stored in TOML and turned into a Java value.
 * Knows no setting.
 */
@NullMarked
package dev.tedge.config.value;

import org.jspecify.annotations.NullMarked;
