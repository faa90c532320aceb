/**
 * The settings of the gateway: the one list of keys with type, unit, default and description, {@code
 * tedge.toml}, and the environment variables that override it. Features take the values that they
 * need, not the configuration itself.
 */
@NullMarked
package dev.tedge.config;

import org.jspecify.annotations.NullMarked;
