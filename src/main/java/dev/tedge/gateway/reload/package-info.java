/**
 * The user's route files while the gateway runs: notices what changes in the directory, refuses what can't run, and puts the rest in
 * force without losing a message. Routes in Java are not its business.
 */
@NullMarked
package dev.tedge.gateway.reload;

import org.jspecify.annotations.NullMarked;
