package dev.tedge.simulator.policy;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a condition operator, such as {@code ForAllValues:StringEquals} or {@code StringLikeIfExists}.
 *
 * @param quantifier how a key with several values is treated
 * @param comparison the comparison of one value
 * @param ifExists whether a key that is not there will do
 */
record PolicyOperator(Quantifier quantifier, PolicyComparison comparison, boolean ifExists) {

    /** How a key with several values is treated. */
    enum Quantifier {
        /** It has one. */
        NONE,
        /** All of them must match, and none is good, too. */
        ALL,
        /** One of them must match. */
        ANY
    }

    private static final Pattern NAME =
            Pattern.compile("(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?", Pattern.CASE_INSENSITIVE);

    /** @throws PolicyException if there is no such operator, or none for the keys of AWS IoT Core */
    static PolicyOperator parse(String name) {
        Matcher matcher = NAME.matcher(name);
        Optional<PolicyComparison> comparison =
                matcher.matches() ? PolicyComparison.named(matcher.group(2)) : Optional.empty();
        if (comparison.isEmpty()) {
            throw new PolicyException("'" + name + "' is no condition operator for the keys of AWS IoT Core; it has "
                    + PolicyComparison.names());
        }
        PolicyOperator operator = new PolicyOperator(quantifier(matcher), comparison.get(), matcher.group(3) != null);
        boolean alone = operator.comparison == PolicyComparison.NULL;
        if (alone && (operator.ifExists || operator.quantifier != Quantifier.NONE)) {
            throw new PolicyException("the condition operator \"Null\" stands alone, but here is '" + name + "'");
        }
        return operator;
    }

    private static Quantifier quantifier(Matcher matcher) {
        if (matcher.group(1) == null) {
            return Quantifier.NONE;
        }
        return matcher.group(1).equalsIgnoreCase("ForAllValues") ? Quantifier.ALL : Quantifier.ANY;
    }

    /** Whether it makes sense for a key that has several values. */
    boolean takesLists() {
        return quantifier != Quantifier.NONE || comparison == PolicyComparison.NULL;
    }
}
