/** What the gateway counts and measures, for Prometheus; the only package that knows Micrometer. */
@NullMarked
package dev.tedge.health.metrics;

import org.jspecify.annotations.NullMarked;
