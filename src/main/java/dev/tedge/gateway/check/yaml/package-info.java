/**
 * The text of route files as YAML with places: which key stands where, what is no YAML at all, and what the schema of Camel's
 * YAML DSL says of it.
 */
@NullMarked
package dev.tedge.gateway.check.yaml;

import org.jspecify.annotations.NullMarked;
