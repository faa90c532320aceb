/** Figures of runs, and what is made of them: medians, ratios, a table, a CSV file and a picture. */
@NullMarked
package dev.tedge.benchmark.report;

import org.jspecify.annotations.NullMarked;
