/** A machine of its own for a test, with a systemd that is booted and switched off. */
@NullMarked
package dev.tedge.testing.machine;

import org.jspecify.annotations.NullMarked;
