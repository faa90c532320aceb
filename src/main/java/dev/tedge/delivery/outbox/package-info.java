/**
 * The messages between being taken over and being safe. The dispatcher decides in memory which message goes next and which goes to
 * the disk; the keeper does what is to be done on disk, on a thread of its own. Used through {@link Outbox} by
 * {@link dev.tedge.delivery.Delivery} only.
 */
@NullMarked
package dev.tedge.delivery.outbox;

import org.jspecify.annotations.NullMarked;
