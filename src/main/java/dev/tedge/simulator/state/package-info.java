/**
 * What a simulator leaves on disk: what its services know, so that it outlasts a restart, and where it can be reached
 * by the command line. Knows files; what is in the state is known to the services.
 */
@NullMarked
package dev.tedge.simulator.state;

import org.jspecify.annotations.NullMarked;
