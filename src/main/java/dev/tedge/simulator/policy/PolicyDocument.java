package dev.tedge.simulator.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An AWS IoT Core policy document, as it is attached to a device certificate.
 *
 * <p>Understood are Version, Statement, Sid, Effect, Action and Resource with wildcards, and the policy variables
 * {@code iot:Connection.Thing.ThingName}, {@code iot:ClientId} and {@code iot:Certificate.Subject.CommonName}. What is
 * not understood (Condition, NotAction, …) is refused and never skipped: a skipped condition would allow too much.
 */
public final class PolicyDocument {

    private static final String STANDARD = "/dev/tedge/simulator/policy.json";

    private final List<PolicyStatement> statements;

    PolicyDocument(List<PolicyStatement> statements) {
        this.statements = List.copyOf(statements);
    }

    /**
     * Reads a policy document from JSON text.
     *
     * @throws PolicyException if AWS would refuse the document, or the simulator does not understand a part of it
     */
    public static PolicyDocument parse(String json) {
        return new PolicyDocument(PolicyReader.read(json));
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

    /** The policy with the variables of one connection filled in. */
    public ConnectionPolicy resolve(ConnectionIdentity identity) {
        return new ConnectionPolicy(statements.stream()
                .map(statement -> statement.resolve(identity))
                .toList());
    }
}
