/**
 * Where routes come from: the built-in files and the user's own over them, and what they find around them in a Camel context,
 * whether that runs or is only looked at.
 */
@NullMarked
package dev.tedge.gateway.source;

import org.jspecify.annotations.NullMarked;
