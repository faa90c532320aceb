package dev.tedge.simulator.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A text with the wildcards of the policy language: {@code *} is any run of characters (also {@code /}), {@code ?} is
 * any one character, <code>${name}</code> is a policy variable. Everything else stands for itself, so the MQTT
 * wildcards {@code +} and {@code #} do too, and so does a {@code *} that a variable brings in.
 *
 * <p>Source: AWS IoT Developer Guide, "Using wildcard characters in MQTT and AWS IoT Core policies"; IAM User Guide,
 * "Policy variables" for <code>${*}</code>, <code>${?}</code> and <code>${$}</code>.
 */
final class PolicyPattern {

    private final List<Piece> pieces;

    private PolicyPattern(List<Piece> pieces) {
        this.pieces = pieces;
    }

    private sealed interface Piece {}

    private record Literal(String text) implements Piece {}

    private record Wildcard(String regex) implements Piece {}

    private record Variable(String name) implements Piece {}

    /**
     * Reads a pattern.
     *
     * @throws PolicyException if a variable is not closed or not known
     */
    static PolicyPattern parse(String text) {
        List<Piece> pieces = new ArrayList<>();
        int position = 0;
        while (position < text.length()) {
            if (text.startsWith("${", position)) {
                int end = text.indexOf('}', position);
                if (end < 0) {
                    throw new PolicyException("'" + text + "' has a policy variable without a closing brace");
                }
                pieces.add(variable(text.substring(position + 2, end)));
                position = end + 1;
            } else {
                pieces.add(character(text.charAt(position)));
                position++;
            }
        }
        return new PolicyPattern(List.copyOf(pieces));
    }

    private static Piece variable(String name) {
        if (List.of("*", "?", "$").contains(name)) {
            return new Literal(name);
        }
        if (!ConnectionIdentity.variables().contains(name)) {
            throw new PolicyException("the policy variable '" + name + "' is not known to the simulator; it knows "
                    + String.join(", ", new TreeSet<>(ConnectionIdentity.variables())));
        }
        return new Variable(name);
    }

    private static Piece character(char character) {
        return switch (character) {
            case '*' -> new Wildcard(".*");
            case '?' -> new Wildcard(".");
            default -> new Literal(String.valueOf(character));
        };
    }

    /** The expression for one connection, or nothing when a variable has no value there: then nothing matches. */
    Optional<Pattern> resolve(ConnectionIdentity identity) {
        StringBuilder regex = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece instanceof Wildcard wildcard) {
                regex.append(wildcard.regex());
            } else if (piece instanceof Literal literal) {
                regex.append(Pattern.quote(literal.text()));
            } else if (piece instanceof Variable variable) {
                Optional<String> value = identity.value(variable.name());
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                regex.append(Pattern.quote(value.get()));
            }
        }
        return Optional.of(Pattern.compile(regex.toString(), Pattern.DOTALL));
    }
}
