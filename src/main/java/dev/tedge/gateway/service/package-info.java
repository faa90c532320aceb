/** What a service manager is told of a gateway that it has started. */
@NullMarked
package dev.tedge.gateway.service;

import org.jspecify.annotations.NullMarked;
