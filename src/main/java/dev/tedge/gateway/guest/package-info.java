/** The gateway under the Camel CLI: {@code camel run} with the jar among its files. */
@NullMarked
package dev.tedge.gateway.guest;

import org.jspecify.annotations.NullMarked;
