/** What is known of job executions, as values. Nothing here does anything, or knows how it is kept. */
@NullMarked
package dev.tedge.job.execution;

import org.jspecify.annotations.NullMarked;
