/**
 * Runs routes without brokers: a message goes in by hand, and what the routes would publish comes out. Both links are stand-ins
 * that record, and whatever else reaches outside is left out.
 */
@NullMarked
package dev.tedge.gateway.dryrun;

import org.jspecify.annotations.NullMarked;
