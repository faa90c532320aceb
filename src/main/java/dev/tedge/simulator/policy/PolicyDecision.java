package dev.tedge.simulator.policy;

/** The answer of a policy to one request. */
public sealed interface PolicyDecision {

    /** At least one statement allows the request and none denies it. */
    record Allowed() implements PolicyDecision {}

    /**
     * A statement denies the request, or none allows it.
     *
     * @param reason one line that names the statement, or the action and resource that none covers
     */
    record Denied(String reason) implements PolicyDecision {}
}
