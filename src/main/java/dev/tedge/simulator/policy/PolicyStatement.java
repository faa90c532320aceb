package dev.tedge.simulator.policy;

import java.util.List;
import java.util.Optional;

/** One statement of a policy document: an effect on actions on resources. */
final class PolicyStatement {

    /** What the statement does to a request that it covers. */
    enum Effect {
        ALLOW,
        DENY
    }

    /** {@code arn:<partition>:iot:<region>:<account>:<resource>}; a resource may contain colons. */
    private static final int ARN_PARTS = 6;

    private final String label;
    private final Effect effect;
    private final List<String> actions;
    private final List<PolicyPattern> resources;
    private final List<PolicyCondition> conditions;

    /**
     * @param label how messages name this statement
     * @param conditions all must hold
     * @throws PolicyException if an action has no service prefix or a resource is neither {@code *} nor an ARN of AWS IoT
     */
    PolicyStatement(
            String label,
            Effect effect,
            List<String> actions,
            List<String> resources,
            List<PolicyCondition> conditions) {
        this.label = label;
        this.effect = effect;
        this.actions = actions.stream().map(PolicyStatement::checkedAction).toList();
        this.resources = resources.stream()
                .map(PolicyStatement::resourcePart)
                .map(PolicyPattern::parse)
                .toList();
        this.conditions = List.copyOf(conditions);
    }

    private static String checkedAction(String action) {
        if (!action.equals("*") && !action.matches("[A-Za-z0-9-]+:[A-Za-z0-9*?]+")) {
            throw new PolicyException(
                    "'" + action + "' is not an action; write for example \"iot:Publish\" or \"iot:*\"");
        }
        return action;
    }

    /**
     * The part behind the account. Partition, region and account may be anything: the simulator has one account only,
     * and a document whose placeholders are still in place must work too.
     *
     * @throws PolicyException if it is neither {@code *} nor an ARN of AWS IoT
     */
    static String resourcePart(String resource) {
        if (resource.equals("*")) {
            return resource;
        }
        String[] parts = resource.split(":", ARN_PARTS);
        if (parts.length != ARN_PARTS || !parts[0].equals("arn") || !parts[2].equals("iot")) {
            throw new PolicyException("'" + resource
                    + "' is not a resource of AWS IoT; write \"*\" or arn:aws:iot:<region>:<account-id>:topic/a/b");
        }
        return parts[5];
    }

    String label() {
        return label;
    }

    Effect effect() {
        return effect;
    }

    /** This statement with the variables of one connection filled in. */
    Resolved resolve(ConnectionIdentity identity) {
        return new Resolved(
                this,
                actions.stream().map(PolicyStatement::anyCase).toList(),
                resources.stream()
                        .map(pattern -> pattern.resolve(identity))
                        .flatMap(Optional::stream)
                        .toList(),
                holds(identity, true),
                holds(identity, false));
    }

    private boolean holds(ConnectionIdentity identity, boolean connecting) {
        return conditions.stream().allMatch(condition -> condition.holds(identity, connecting));
    }

    /** Action names are not case-sensitive (IAM User Guide, "Action"); topics are. */
    private static Glob anyCase(String action) {
        return new Glob(action.codePoints().map(Glob::element), true);
    }

    /**
     * A statement as it stands for one connection.
     *
     * @param holdsAtConnect whether its conditions hold for CONNECT
     * @param holdsAfterwards whether its conditions hold for what follows
     */
    record Resolved(
            PolicyStatement statement,
            List<Glob> actions,
            List<Glob> resources,
            boolean holdsAtConnect,
            boolean holdsAfterwards) {

        boolean covers(PolicyAction action, String name) {
            String resource = action.resource(name);
            return (action == PolicyAction.CONNECT ? holdsAtConnect : holdsAfterwards)
                    && actions.stream().anyMatch(pattern -> pattern.matches(action.wireName()))
                    && resources.stream().anyMatch(pattern -> pattern.matches(resource));
        }
    }
}
