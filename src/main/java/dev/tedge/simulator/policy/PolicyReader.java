package dev.tedge.simulator.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tedge.simulator.service.ExactJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Reads policy documents, and refuses what AWS refuses. */
final class PolicyReader {

    /** AWS IoT quotas, "Maximum policy document size": characters without white space. */
    private static final int MAX_CHARACTERS = 2048;

    /** Policy variables are literal text in the older version of the language. */
    private static final String VERSION = "2012-10-17";

    private PolicyReader() {}

    static List<PolicyStatement> read(String json) {
        long characters = json.codePoints()
                .filter(letter -> !Character.isWhitespace(letter))
                .count();
        if (characters > MAX_CHARACTERS) {
            throw new PolicyException("the document has " + characters
                    + " characters without white space, AWS takes at most " + MAX_CHARACTERS);
        }
        JsonNode root = root(json);
        onlyMembers(root, Set.of("Version", "Id", "Statement"), "the document");
        if (!VERSION.equals(root.path("Version").textValue())) {
            throw new PolicyException("\"Version\" must be \"" + VERSION + "\"");
        }
        JsonNode statements = root.path("Statement");
        Iterable<JsonNode> nodes = statements.isObject() ? List.of(statements) : statements;
        List<PolicyStatement> result = new ArrayList<>();
        for (JsonNode node : nodes) {
            result.add(statement(node, "statement " + (result.size() + 1)));
        }
        if (result.isEmpty()) {
            throw new PolicyException("\"Statement\" must be a list of at least one statement");
        }
        return result;
    }

    private static JsonNode root(String json) {
        try {
            return ExactJson.readUnique(json);
        } catch (JsonProcessingException e) {
            throw new PolicyException("the document is not JSON: " + e.getMessage(), e);
        }
    }

    private static PolicyStatement statement(JsonNode node, String position) {
        onlyMembers(node, Set.of("Sid", "Effect", "Action", "Resource", "Condition"), position);
        String label = node.path("Sid").isTextual()
                ? position + " '" + node.path("Sid").textValue() + "'"
                : position;
        try {
            return new PolicyStatement(
                    label, effect(node), texts(node, "Action"), texts(node, "Resource"), conditions(node));
        } catch (PolicyException e) {
            throw new PolicyException(label + ": " + e.getMessage(), e);
        }
    }

    private static PolicyStatement.Effect effect(JsonNode statement) {
        return switch (statement.path("Effect").asText()) {
            case "Allow" -> PolicyStatement.Effect.ALLOW;
            case "Deny" -> PolicyStatement.Effect.DENY;
            default -> throw new PolicyException("\"Effect\" must be \"Allow\" or \"Deny\"");
        };
    }

    /** The values of a member that is a string or a list of strings. */
    private static List<String> texts(JsonNode statement, String member) {
        List<JsonNode> nodes = nodes(statement.path(member));
        if (nodes.isEmpty() || !nodes.stream().allMatch(JsonNode::isTextual)) {
            throw new PolicyException("\"" + member + "\" must be a string or a list of strings");
        }
        return nodes.stream().map(JsonNode::textValue).toList();
    }

    private static List<JsonNode> nodes(JsonNode value) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false).toList()
                : List.of(value);
    }

    private static List<PolicyCondition> conditions(JsonNode statement) {
        JsonNode block = statement.path("Condition");
        if (block.isMissingNode()) {
            return List.of();
        }
        List<PolicyCondition> conditions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> operator : members(block, "\"Condition\"")) {
            for (Map.Entry<String, JsonNode> key : members(operator.getValue(), "\"" + operator.getKey() + "\"")) {
                List<JsonNode> values = nodes(key.getValue());
                if (!values.stream().allMatch(value -> value.isTextual() || value.isBoolean())) {
                    throw new PolicyException(
                            "the values of '" + key.getKey() + "' in \"Condition\" must be strings or booleans");
                }
                conditions.add(PolicyCondition.parse(
                        operator.getKey(),
                        key.getKey(),
                        values.stream().map(JsonNode::asText).toList()));
            }
        }
        return conditions;
    }

    private static List<Map.Entry<String, JsonNode>> members(JsonNode object, String where) {
        if (!object.isObject()) {
            throw new PolicyException(where + " must be a JSON object");
        }
        return List.copyOf(object.properties());
    }

    private static void onlyMembers(JsonNode node, Set<String> known, String where) {
        if (!node.isObject()) {
            throw new PolicyException(where + " must be a JSON object");
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new PolicyException(where + ": a policy of AWS IoT Core has no \"" + name + "\"; remove it");
            }
        });
    }
}
