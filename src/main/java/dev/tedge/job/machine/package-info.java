/**
 * What is done when about jobs, without doing it: what happened goes in, and what is to be kept and to be done comes out. For one
 * thread.
 */
@NullMarked
package dev.tedge.job.machine;

import org.jspecify.annotations.NullMarked;
