/**
 * From accepted to acknowledged by AWS: the guard that checks AWS's rules before anything is sent, the outbox that keeps what can't
 * be sent now, and the pacer that keeps below AWS's quotas. Sits behind the {@code aws:} scheme, so that no route has to know.
 */
@NullMarked
package dev.tedge.delivery;

import org.jspecify.annotations.NullMarked;
