package dev.tedge.simulator.policy;

import dev.tedge.simulator.service.Excerpt;
import java.util.List;

/** A policy with the variables of one connection filled in. Immutable, so any thread may ask. */
public final class ConnectionPolicy {

    private static final PolicyDecision ALLOWED = new PolicyDecision.Allowed();

    private final List<PolicyStatement.Resolved> statements;

    ConnectionPolicy(List<PolicyStatement.Resolved> statements) {
        this.statements = statements;
    }

    /**
     * Decides as AWS does: a statement that denies wins over all that allow, and what no statement allows is denied
     * (AWS IoT Developer Guide, "AWS IoT Core policies"; IAM User Guide, "Policy evaluation logic").
     *
     * @param name client id, topic or topic filter, as the action asks
     */
    public PolicyDecision decide(PolicyAction action, String name) {
        boolean allowed = false;
        for (PolicyStatement.Resolved resolved : statements) {
            if (resolved.covers(action, name)) {
                if (resolved.statement().effect() == PolicyStatement.Effect.DENY) {
                    return new PolicyDecision.Denied(resolved.statement().label() + " denies " + action.wireName()
                            + " on " + Excerpt.of(action.resource(name)));
                }
                allowed = true;
            }
        }
        return allowed
                ? ALLOWED
                : new PolicyDecision.Denied(
                        "no statement allows " + action.wireName() + " on " + Excerpt.of(action.resource(name)));
    }
}
