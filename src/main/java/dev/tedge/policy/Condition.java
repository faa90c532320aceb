package dev.tedge.policy;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One key of a statement's conditions. Two keys are judged: {@code iot:ConnectAttributes}, because the gateway asks for a
 * persistent session, and {@code iot:Connection.Thing.IsAttached}, which is true of a device that is registered.
 *
 * @param operator such as {@code ForAnyValue:StringEquals}
 * @param key as the policy spells it
 * @param values that the operator compares with
 */
record Condition(String operator, String key, List<String> values) {

    private static final String PERSISTENT = "PersistentConnect";
    private static final String IF_EXISTS = "ifexists";

    Condition {
        Objects.requireNonNull(operator, "operator");
        Objects.requireNonNull(key, "key");
        values = List.copyOf(values);
    }

    boolean isAboutConnect() {
        return key.equalsIgnoreCase("iot:ConnectAttributes");
    }

    /** Whether it holds for the gateway when it does this; empty when that is not judged. */
    Optional<Boolean> holds(IotAction action) {
        Optional<Boolean> same = comparison(operation());
        if (same.isEmpty()) {
            return Optional.empty();
        }
        if (isAboutConnect()) {
            return action == IotAction.CONNECT
                    ? Optional.of(same.get() == values.stream().anyMatch(PERSISTENT::equalsIgnoreCase))
                    : Optional.of(lower().startsWith("forallvalues:") || lower().endsWith(IF_EXISTS) || !same.get());
        }
        return key.equalsIgnoreCase("iot:Connection.Thing.IsAttached")
                ? Optional.of(same.get() == values.stream().anyMatch("true"::equalsIgnoreCase))
                : Optional.empty();
    }

    /** Whether the operator asks for one of the values, or for none of them; empty for other operators. */
    private static Optional<Boolean> comparison(String operation) {
        return switch (operation) {
            case "bool", "stringequals", "stringequalsignorecase", "stringlike" -> Optional.of(true);
            case "stringnotequals", "stringnotequalsignorecase", "stringnotlike" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private String operation() {
        String name = lower().substring(lower().indexOf(':') + 1);
        return name.endsWith(IF_EXISTS) ? name.substring(0, name.length() - IF_EXISTS.length()) : name;
    }

    private String lower() {
        return operator.toLowerCase(Locale.ROOT);
    }
}
