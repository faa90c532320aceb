package dev.tedge.simulator.policy;

import java.util.List;
import java.util.function.Predicate;

/**
 * One key of a Condition: it holds for a connection, or not. All keys of a statement must hold, of the values of one
 * key any (IAM User Guide, "IAM JSON policy elements: Condition" and "Conditions with multiple context keys or values").
 *
 * @param operator how values are compared
 * @param key the condition key as {@link PolicyVariables#canonical} spells it
 * @param values what the document names; may be empty
 */
record PolicyCondition(PolicyOperator operator, String key, List<String> values) {

    PolicyCondition {
        values = List.copyOf(values);
    }

    /**
     * Reads a condition.
     *
     * @throws PolicyException if operator, key or values are none, or do not fit together
     */
    static PolicyCondition parse(String operator, String key, List<String> values) {
        PolicyOperator parsed = PolicyOperator.parse(operator);
        String canonical = PolicyVariables.canonical(key)
                .orElseThrow(() -> new PolicyException("AWS IoT Core has no condition key '" + key + "' for devices"));
        if (PolicyVariables.isList(canonical) && !parsed.takesLists()) {
            throw new PolicyException("the condition key '" + key + "' is a list; write \"ForAllValues:" + operator
                    + "\" or \"ForAnyValue:" + operator + "\"");
        }
        if (values.isEmpty() && parsed.quantifier() == PolicyOperator.Quantifier.NONE) {
            throw new PolicyException("the condition key '" + key + "' needs a value");
        }
        parsed.comparison().check(canonical, values);
        return new PolicyCondition(parsed, canonical, values);
    }

    /** @param connecting whether the request is CONNECT; others do not have the keys that belong to CONNECT */
    boolean holds(ConnectionIdentity identity, boolean connecting) {
        List<String> present =
                connecting || !PolicyVariables.onlyAtConnect(key) ? PolicyVariables.values(key, identity) : List.of();
        PolicyComparison comparison = operator.comparison();
        if (comparison == PolicyComparison.NULL) {
            return values.stream().anyMatch(value -> Boolean.parseBoolean(value) == present.isEmpty());
        }
        Predicate<String> matches = comparison.against(values, identity);
        return switch (operator.quantifier()) {
            case ALL -> present.stream().allMatch(matches);
            case ANY -> present.stream().anyMatch(matches);
            // A key that is not there differs from every value.
            case NONE ->
                present.isEmpty()
                        ? operator.ifExists() || comparison.isNegated()
                        : present.stream().allMatch(matches);
        };
    }
}
