package dev.tedge.policy;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** A policy document as AWS IoT Core takes it. */
public final class PolicyDocument {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode json;
    private final List<Statement> statements;

    private PolicyDocument(JsonNode json, List<Statement> statements) {
        this.json = json;
        this.statements = List.copyOf(statements);
    }

    /**
     * Reads a document.
     *
     * @throws PolicySyntaxException when AWS would refuse it; the message says where
     */
    public static PolicyDocument parse(String text) throws PolicySyntaxException {
        requireSize(text);
        JsonNode json = json(text);
        requireMembers(json, Set.of("Version", "Id", "Statement"), "the document");
        if (!json.path("Version").asText().equals("2012-10-17")) {
            throw new PolicySyntaxException("\"Version\" must be \"2012-10-17\"");
        }
        List<Statement> statements = new ArrayList<>();
        for (JsonNode each : nodes(json.path("Statement"))) {
            statements.add(statement(each, statements.size() + 1));
        }
        if (statements.isEmpty()) {
            throw new PolicySyntaxException("\"Statement\" must be a list of at least one statement");
        }
        return new PolicyDocument(json, statements);
    }

    /** Whether two documents say the same in the same order, whatever the white space. */
    public boolean isSameAs(PolicyDocument other) {
        return json.equals(other.json);
    }

    List<Statement> statements() {
        return statements;
    }

    private static void requireSize(String text) throws PolicySyntaxException {
        long characters =
                text.codePoints().filter(c -> !Character.isWhitespace(c)).count();
        if (characters > LeastPolicy.MAX_CHARACTERS) {
            throw new PolicySyntaxException("the document has %d characters without white space, AWS takes at most %d"
                    .formatted(characters, LeastPolicy.MAX_CHARACTERS));
        }
    }

    private static JsonNode json(String text) throws PolicySyntaxException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
            throw new PolicySyntaxException(
                    where + e.getOriginalMessage().lines().findFirst().orElse("not JSON"), e);
        }
    }

    private static Statement statement(JsonNode node, int number) throws PolicySyntaxException {
        String label = "statement " + number;
        requireMembers(node, Set.of("Sid", "Effect", "Action", "Resource", "Condition"), label);
        String sid = node.path("Sid").asText();
        String effect = node.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new PolicySyntaxException(label + ": \"Effect\" must be \"Allow\" or \"Deny\"");
        }
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> operator : node.path("Condition").properties()) {
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                List<String> values =
                        nodes(key.getValue()).stream().map(JsonNode::asText).toList();
                conditions.add(new Condition(operator.getKey(), key.getKey(), values));
            }
        }
        return new Statement(
                sid.isEmpty() ? label : label + " '" + sid + "'",
                effect.equals("Allow"),
                texts(node, "Action", label),
                texts(node, "Resource", label),
                conditions);
    }

    private static List<String> texts(JsonNode statement, String member, String label) throws PolicySyntaxException {
        List<JsonNode> nodes = nodes(statement.path(member));
        if (nodes.isEmpty() || !nodes.stream().allMatch(JsonNode::isTextual)) {
            throw new PolicySyntaxException(label + ": \"" + member + "\" must be a string or a list of strings");
        }
        return nodes.stream().map(JsonNode::textValue).toList();
    }

    private static List<JsonNode> nodes(JsonNode value) {
        if (value.isMissingNode()) {
            return List.of();
        }
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false).toList()
                : List.of(value);
    }

    private static void requireMembers(JsonNode node, Set<String> known, String where) throws PolicySyntaxException {
        if (!node.isObject()) {
            throw new PolicySyntaxException(where + " must be a JSON object");
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!known.contains(member.getKey())) {
                throw new PolicySyntaxException(
                        "%s: a policy of AWS IoT Core has no \"%s\"".formatted(where, member.getKey()));
            }
        }
    }
}
