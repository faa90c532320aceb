package dev.tedge.simulator.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
     * @throws PolicyException if a variable is not closed, not known, or a list
     */
    static PolicyPattern parse(String text) {
        return parse(text, true);
    }

    /** As {@link #parse(String)}, but a {@code *} and a {@code ?} stand for themselves. */
    static PolicyPattern literal(String text) {
        return parse(text, false);
    }

    private static PolicyPattern parse(String text, boolean wildcards) {
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
                char character = text.charAt(position);
                pieces.add(wildcards ? character(character) : new Literal(String.valueOf(character)));
                position++;
            }
        }
        return new PolicyPattern(List.copyOf(pieces));
    }

    private static Piece variable(String name) {
        if (List.of("*", "?", "$").contains(name)) {
            return new Literal(name);
        }
        String canonical = PolicyVariables.canonical(name)
                .orElseThrow(
                        () -> new PolicyException("AWS IoT Core has no policy variable '" + name + "' for devices"));
        if (PolicyVariables.isList(canonical)) {
            throw new PolicyException("the policy variable '" + name + "' is a list; use it in a condition only");
        }
        return new Variable(canonical);
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
        return resolve(identity, 0);
    }

    /** As {@link #resolve(ConnectionIdentity)}, for letters of any case. */
    Optional<Pattern> resolveIgnoringCase(ConnectionIdentity identity) {
        return resolve(identity, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    private Optional<Pattern> resolve(ConnectionIdentity identity, int flags) {
        StringBuilder regex = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece instanceof Wildcard wildcard) {
                regex.append(wildcard.regex());
            } else if (piece instanceof Literal literal) {
                regex.append(Pattern.quote(literal.text()));
            } else if (piece instanceof Variable variable) {
                List<String> values = PolicyVariables.values(variable.name(), identity);
                if (values.isEmpty()) {
                    return Optional.empty();
                }
                regex.append(Pattern.quote(values.get(0)));
            }
        }
        return Optional.of(Pattern.compile(regex.toString(), Pattern.DOTALL | flags));
    }
}
