/**
 * What {@code tedge connect aws} does: checks of the settings and certificates before anything is
 * written, the record that a connection is wanted, the service manager, and the check of the connection
 * through a running gateway. Prints nothing.
 */
@NullMarked
package dev.tedge.connect;

import org.jspecify.annotations.NullMarked;
