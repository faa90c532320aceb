package dev.tedge.cli;

import dev.tedge.gateway.ClaimAccess;
import dev.tedge.policy.LeastPolicy;
import dev.tedge.policy.Needs;
import dev.tedge.policy.Scope;
import dev.tedge.provisioning.TemplateName;

/** The smallest policy of a claim certificate: it lets devices be provisioned by a template, and nothing else. */
final class ClaimPolicy {

    private ClaimPolicy() {}

    static LeastPolicy least(TemplateName template, Scope scope) {
        Needs needs = new Needs().connect("*" + ClaimAccess.CLIENT_ID_SUFFIX);
        template.answers().forEach(topic -> needs.consume("provisioning", topic));
        template.questions().forEach(topic -> needs.publish("provisioning", topic, false));
        return LeastPolicy.of(needs.all(), scope);
    }
}
