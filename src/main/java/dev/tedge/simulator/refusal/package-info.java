/**
 * The ways in which the simulator says no, where AWS's documentation allows several or a test wants a certain one.
 * Decides how, not whether: which rule is broken is found elsewhere.
 */
@NullMarked
package dev.tedge.simulator.refusal;

import org.jspecify.annotations.NullMarked;
