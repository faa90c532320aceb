/** Looks at route files before they run, and says what is wrong with them, and where. */
@NullMarked
package dev.tedge.gateway.check;

import org.jspecify.annotations.NullMarked;
