package dev.tedge.simulator.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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

    /** @param element of a {@link Glob} */
    private record Fixed(int element) implements Piece {}

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
                int letter = text.codePointAt(position);
                pieces.add(new Fixed(wildcards ? Glob.element(letter) : letter));
                position += Character.charCount(letter);
            }
        }
        return new PolicyPattern(List.copyOf(pieces));
    }

    private static Piece variable(String name) {
        if (List.of("*", "?", "$").contains(name)) {
            return new Fixed(name.charAt(0));
        }
        String canonical = PolicyVariables.canonical(name)
                .orElseThrow(
                        () -> new PolicyException("AWS IoT Core has no policy variable '" + name + "' for devices"));
        if (PolicyVariables.isList(canonical)) {
            throw new PolicyException("the policy variable '" + name + "' is a list; use it in a condition only");
        }
        return new Variable(canonical);
    }

    /** The text for one connection, or nothing when a variable has no value there: then nothing matches. */
    Optional<Glob> resolve(ConnectionIdentity identity) {
        return resolve(identity, false);
    }

    /** As {@link #resolve(ConnectionIdentity)}, for letters of any case. */
    Optional<Glob> resolveIgnoringCase(ConnectionIdentity identity) {
        return resolve(identity, true);
    }

    private Optional<Glob> resolve(ConnectionIdentity identity, boolean ignoringCase) {
        IntStream.Builder elements = IntStream.builder();
        for (Piece piece : pieces) {
            if (piece instanceof Fixed fixed) {
                elements.add(fixed.element());
            } else if (piece instanceof Variable variable) {
                List<String> values = PolicyVariables.values(variable.name(), identity);
                if (values.isEmpty()) {
                    return Optional.empty();
                }
                values.get(0).codePoints().forEach(elements);
            }
        }
        return Optional.of(new Glob(elements.build(), ignoringCase));
    }
}
