package dev.tedge.simulator.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How a condition compares the value that a connection has with those that the document names. There are none for
 * numbers, dates and bytes: no key of AWS IoT Core is one.
 *
 * <p>Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
 */
enum PolicyComparison {
    STRING_EQUALS("StringEquals", false),
    STRING_NOT_EQUALS("StringNotEquals", true),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false),
    STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true),
    STRING_LIKE("StringLike", false),
    STRING_NOT_LIKE("StringNotLike", true),
    BOOL("Bool", false),
    NULL("Null", false),
    IP_ADDRESS("IpAddress", false),
    NOT_IP_ADDRESS("NotIpAddress", true),
    ARN_EQUALS("ArnEquals", false),
    ARN_NOT_EQUALS("ArnNotEquals", true),
    ARN_LIKE("ArnLike", false),
    ARN_NOT_LIKE("ArnNotLike", true);

    private final String wireName;
    private final boolean negated;

    PolicyComparison(String wireName, boolean negated) {
        this.wireName = wireName;
        this.negated = negated;
    }

    static Optional<PolicyComparison> named(String name) {
        return Arrays.stream(values())
                .filter(comparison -> comparison.wireName.equalsIgnoreCase(name))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(comparison -> comparison.wireName).collect(Collectors.joining(", "));
    }

    /** Whether it holds where the value differs. */
    boolean isNegated() {
        return negated;
    }

    /** @throws PolicyException if the key or a value is not of the kind that is compared */
    void check(String key, List<String> values) {
        boolean fits =
                switch (this) {
                    case BOOL, NULL -> true;
                    case IP_ADDRESS, NOT_IP_ADDRESS -> key.equals(PolicyVariables.SOURCE_IP);
                    case ARN_EQUALS, ARN_NOT_EQUALS, ARN_LIKE, ARN_NOT_LIKE ->
                        key.equals(PolicyVariables.LAST_WILL_TOPIC);
                    // Region and account, which the simulator does not have, would be part of the text.
                    default -> !key.equals(PolicyVariables.LAST_WILL_TOPIC);
                };
        if (!fits) {
            throw new PolicyException("the condition operator \"" + wireName + "\" does not fit the key '" + key + "'");
        }
        values.forEach(this::check);
    }

    private void check(String value) {
        switch (this) {
            case BOOL, NULL -> {
                if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
                    throw new PolicyException(
                            "\"" + wireName + "\" compares with \"true\" or \"false\", but not with '" + value + "'");
                }
            }
            case IP_ADDRESS, NOT_IP_ADDRESS -> AddressRange.parse(value);
            case ARN_EQUALS, ARN_NOT_EQUALS, ARN_LIKE, ARN_NOT_LIKE ->
                PolicyPattern.parse(PolicyStatement.resourcePart(value));
            case STRING_LIKE, STRING_NOT_LIKE -> PolicyPattern.parse(value);
            default -> PolicyPattern.literal(value);
        }
    }

    /** Whether a value of the connection holds against those of the document, which have been checked. */
    Predicate<String> against(List<String> values, ConnectionIdentity identity) {
        Predicate<String> any = values.stream()
                .map(value -> one(value, identity))
                .reduce(Predicate::or)
                .orElse(present -> false);
        return negated ? any.negate() : any;
    }

    private Predicate<String> one(String value, ConnectionIdentity identity) {
        return switch (this) {
            case STRING_EQUALS, STRING_NOT_EQUALS ->
                matching(PolicyPattern.literal(value).resolve(identity));
            case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE ->
                matching(PolicyPattern.literal(value).resolveIgnoringCase(identity));
            case STRING_LIKE, STRING_NOT_LIKE ->
                matching(PolicyPattern.parse(value).resolve(identity));
            case BOOL, NULL -> value::equalsIgnoreCase;
            case IP_ADDRESS, NOT_IP_ADDRESS -> AddressRange.parse(value)::contains;
            case ARN_EQUALS, ARN_NOT_EQUALS, ARN_LIKE, ARN_NOT_LIKE -> {
                Predicate<String> resource = matching(
                        PolicyPattern.parse(PolicyStatement.resourcePart(value)).resolve(identity));
                yield topic -> resource.test(PolicyAction.PUBLISH.resource(topic));
            }
        };
    }

    private static Predicate<String> matching(Optional<Glob> pattern) {
        return text -> pattern.filter(found -> found.matches(text)).isPresent();
    }
}
