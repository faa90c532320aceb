package dev.tedge.simulator.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.simulator.policy.PolicyDocument;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The registry as JSON. */
final class RegistryState {

    private static final String REMOVED = "removed";

    private RegistryState() {}

    static void write(ObjectNode state, List<Thing> things, List<RegisteredCertificate> certificates) {
        ArrayNode thingNodes = state.putArray("things");
        for (Thing thing : things) {
            ObjectNode node = thingNodes.addObject().put("name", thing.name());
            thing.type().ifPresent(type -> node.put("type", type));
            ObjectNode attributes = node.putObject("attributes");
            thing.attributes().forEach(attributes::put);
        }
        ArrayNode certificateNodes = state.putArray("certificates");
        certificates.forEach(certificate -> write(certificateNodes.addObject(), certificate));
    }

    private static void write(ObjectNode node, RegisteredCertificate registered) {
        node.put("certificate", base64(registered.certificate()));
        node.put("status", registered.status().name());
        registered.thing().ifPresent(thing -> node.put("thing", thing));
        registered.policies().ifPresent(policies -> {
            ArrayNode documents = node.putArray("policies");
            policies.forEach(policy -> policy.sources().forEach(documents::add));
        });
    }

    /** Ids of certificates; nothing if there are none. */
    static void writeRemoved(ObjectNode state, List<String> ids) {
        if (!ids.isEmpty()) {
            ids.forEach(state.putArray(REMOVED)::add);
        }
    }

    static List<String> removed(ObjectNode state) {
        return read(state, REMOVED, node -> {
            if (!node.isTextual()) {
                throw new IllegalArgumentException("the id of a certificate must be a string");
            }
            return node.textValue();
        });
    }

    static List<Thing> things(ObjectNode state) {
        return read(state, "things", node -> {
            Map<String, String> attributes = new HashMap<>();
            for (Map.Entry<String, JsonNode> attribute : node.path("attributes").properties()) {
                attributes.put(attribute.getKey(), attribute.getValue().asText());
            }
            return new Thing(
                    text(node, "name"), Optional.ofNullable(node.path("type").textValue()), attributes);
        });
    }

    static List<RegisteredCertificate> certificates(ObjectNode state) {
        return read(
                state,
                "certificates",
                node -> new RegisteredCertificate(
                        certificate(text(node, "certificate")),
                        CertificateStatus.valueOf(text(node, "status")),
                        Optional.ofNullable(node.path("thing").textValue()),
                        policies(node.path("policies"))));
    }

    private static Optional<List<PolicyDocument>> policies(JsonNode documents) {
        if (!documents.isArray()) {
            return Optional.empty();
        }
        List<PolicyDocument> policies = new ArrayList<>();
        documents.forEach(document -> policies.add(PolicyDocument.parse(document.asText())));
        return Optional.of(policies);
    }

    private static <T> List<T> read(ObjectNode state, String list, Function<JsonNode, T> reader) {
        List<T> result = new ArrayList<>();
        for (JsonNode node : state.path(list)) {
            try {
                result.add(reader.apply(node));
            } catch (RuntimeException broken) {
                throw new IllegalArgumentException(
                        "\"" + list + "\", entry " + (result.size() + 1) + ": " + broken.getMessage(), broken);
            }
        }
        return result;
    }

    private static String text(JsonNode node, String member) {
        if (!node.path(member).isTextual()) {
            throw new IllegalArgumentException("\"" + member + "\" must be a string");
        }
        return node.path(member).textValue();
    }

    private static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("A certificate that was read cannot be written", impossible);
        }
    }

    private static X509Certificate certificate(String base64) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
        } catch (CertificateException broken) {
            throw new IllegalArgumentException("\"certificate\" is none: " + broken.getMessage(), broken);
        }
    }
}
