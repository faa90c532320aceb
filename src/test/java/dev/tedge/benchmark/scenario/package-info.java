/** What is measured of each peer, run by run, the peers in turns. */
@NullMarked
package dev.tedge.benchmark.scenario;

import org.jspecify.annotations.NullMarked;
