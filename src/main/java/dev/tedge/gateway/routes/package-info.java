/**
 * Looks at routes without running them: which topics they consume from and publish to, on either side. Nothing here
 * connects or starts anything.
 */
@NullMarked
package dev.tedge.gateway.routes;

import org.jspecify.annotations.NullMarked;
