package dev.tedge.simulator;

/**
 * A rule that a request breaks.
 *
 * @param reason one line for people; it names the thing and the limit
 */
record Violation(AwsRule rule, String reason) {}
