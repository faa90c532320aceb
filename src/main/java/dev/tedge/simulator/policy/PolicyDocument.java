package dev.tedge.simulator.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An AWS IoT Core policy document, or several that are attached to the same device certificate.
 *
 * <p>Understood are Version, Id, Statement, Sid, Effect, Action and Resource with wildcards and policy variables, and
 * Condition with the keys that AWS IoT Core documents for devices. Anything else is refused when it is read and never
 * skipped, so that a slip of the pen does not allow too much. In this it is stricter than AWS: a condition key or a
 * variable that no device has is an error, where AWS would let it match nothing. NotAction, NotResource and Principal
 * are words of IAM that the AWS IoT Developer Guide does not list, and are refused, too.
 */
public final class PolicyDocument {

    private static final String STANDARD = "/dev/tedge/simulator/policy.json";

    private final List<String> sources;
    private final List<PolicyStatement> statements;

    PolicyDocument(List<String> sources, List<PolicyStatement> statements) {
        this.sources = List.copyOf(sources);
        this.statements = List.copyOf(statements);
    }

    /**
     * Reads a policy document from JSON text.
     *
     * @throws PolicyException if AWS would refuse the document, or the simulator does not understand a part of it
     */
    public static PolicyDocument parse(String json) {
        return new PolicyDocument(List.of(json), PolicyReader.read(json));
    }

    /**
     * Reads a policy document from a UTF-8 file.
     *
     * @throws PolicyException as {@link #parse}, or if the file cannot be read; the message names the file
     */
    public static PolicyDocument read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new PolicyException("Cannot read the policy document '" + file + "': " + e, e);
        } catch (PolicyException e) {
            throw new PolicyException("The policy document '" + file + "' is not valid: " + e.getMessage(), e);
        }
    }

    /** The policy of {@code deploy/aws/policy.json}, which the gateway needs and no more. */
    public static PolicyDocument standard() {
        try (InputStream stream = PolicyDocument.class.getResourceAsStream(STANDARD)) {
            if (stream == null) {
                throw new IllegalStateException("The jar lacks " + STANDARD + "; build it with Maven");
            }
            return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + STANDARD, e);
        }
    }

    /**
     * Policies that hold together, as those attached to one certificate do: what any of them denies is denied, and what
     * any allows is allowed. None at all denies everything.
     */
    public static PolicyDocument allOf(List<PolicyDocument> documents) {
        return new PolicyDocument(
                documents.stream()
                        .flatMap(document -> document.sources.stream())
                        .toList(),
                documents.stream()
                        .flatMap(document -> document.statements.stream())
                        .toList());
    }

    /** The documents as they were read, in JSON: one, unless several {@linkplain #allOf hold together}. */
    public List<String> sources() {
        return sources;
    }

    /** The policy with the variables of one connection filled in. */
    public ConnectionPolicy resolve(ConnectionIdentity identity) {
        return new ConnectionPolicy(statements.stream()
                .map(statement -> statement.resolve(identity))
                .toList());
    }
}
