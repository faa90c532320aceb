/** What speaks with AWS on its own account beside the messages of routes, and is switched on by settings. */
@NullMarked
package dev.tedge.gateway.feature;

import org.jspecify.annotations.NullMarked;
