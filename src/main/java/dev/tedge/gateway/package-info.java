/**
 * The composition root: builds links, guard and routes from the settings, starts and stops Camel.
 * Every other package gets what it needs through its constructors from here; nothing calls back into
 * it but the command line.
 */
@NullMarked
package dev.tedge.gateway;

import org.jspecify.annotations.NullMarked;
