package dev.tedge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tedge.testing.Recipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The built-in route files, and the recipes beside them, as text: Camel's schema, the canonical notation, the placeholders. */
class RouteFilesTest {

    private static final Set<String> KEYS = Set.of(
            "device.id",
            "aws.bridge.retain",
            "aws.bridge.topic_prefix",
            "mqtt.topic_root",
            "aws.topics",
            "aws.shadow.sync",
            "aws.jobs.enabled");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^}]*?)\\s*}}");

    private static Schema canonical;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream file = RouteFilesTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            JsonNode schema = new ObjectMapper().readTree(file);
            leaveCanonicalNotationOnly(schema);
            canonical = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                    .getSchema(schema.toString(), InputFormat.JSON);
        }
    }

    static List<Path> files() {
        return RouteFiles.all();
    }

    static List<Path> filesAndRecipes() throws IOException {
        return Stream.concat(files().stream(), Recipe.files().stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("filesAndRecipes")
    void file_isCanonicalYaml(Path file) {
        assertThat(errors(RouteFiles.read(file))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            step as a string        | {log: hello}
            endpoint as a string    | {to: aws}
            expression in the step  | {setBody: {simple: {expression: x}}}
            expression as a string  | {setBody: {expression: {simple: x}}}
            unknown step            | {send: {uri: aws}}
            unknown attribute       | {to: {uri: aws, qos: 1}}
            """)
    void check_refusesTheCompactNotation(String reason, String step) {
        assertThat(errors(routeWith(step))).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            log          | {log: {message: hello}}
            endpoint     | {to: {uri: aws}}
            expression   | {setBody: {expression: {simple: {expression: x}}}}
            """)
    void check_acceptsTheExplicitNotation(String reason, String step) {
        assertThat(errors(routeWith(step))).isEmpty();
    }

    @Test
    void placeholders_areSettings_andEachIsUsed() {
        Set<String> used = new TreeSet<>();
        for (Path file : files()) {
            PLACEHOLDER
                    .matcher(RouteFiles.read(file))
                    .results()
                    .map(match -> match.group(1))
                    .forEach(used::add);
        }

        assertThat(used).containsExactlyInAnyOrderElementsOf(KEYS);
    }

    @ParameterizedTest
    @MethodSource("filesAndRecipes")
    void file_isShort_andEachStepHasAnId(Path file) {
        String text = RouteFiles.read(file);

        assertThat(file.getFileName().toString()).endsWith(".camel.yaml");
        assertThat(text.lines()).hasSizeLessThanOrEqualTo(120);
        assertThat(text).startsWith("# ");
        List<String> steps = Pattern.compile("(?:- (?:process|log|to)|from):\\n\\s+(\\w+):")
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(steps).isNotEmpty().containsOnly("id");
    }

    private static List<Error> errors(String yaml) {
        return canonical.validate(yaml, InputFormat.YAML);
    }

    private static String routeWith(String step) {
        return "- route: {from: {uri: local, steps: [" + step + "]}}";
    }

    /**
     * Camel's schema also allows the compact notation: a string in the place of an object, and an expression without
     * {@code expression} around it. This takes those alternatives out.
     */
    private static void leaveCanonicalNotationOnly(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            // A mere remark in Camel's schema, but the validator warns of it.
            object.remove("deprecated");
            if (object.get("oneOf") instanceof ArrayNode alternatives) {
                removeStrings(alternatives);
            }
            if (object.get("anyOf") instanceof ArrayNode alternatives) {
                removeBareExpressions(alternatives);
            }
        }
        schema.forEach(RouteFilesTest::leaveCanonicalNotationOnly);
    }

    private static void removeStrings(ArrayNode alternatives) {
        boolean hasObject = false;
        for (JsonNode alternative : alternatives) {
            hasObject |= alternative.path("type").asText().equals("object");
        }
        for (Iterator<JsonNode> each = alternatives.iterator(); hasObject && each.hasNext(); ) {
            if (each.next().path("type").asText().equals("string")) {
                each.remove();
            }
        }
    }

    private static void removeBareExpressions(ArrayNode alternatives) {
        for (JsonNode alternative : alternatives) {
            if (alternative.get("oneOf") instanceof ArrayNode expressions) {
                for (Iterator<JsonNode> each = expressions.iterator(); each.hasNext(); ) {
                    if (each.next().path("$ref").asText().endsWith("ExpressionDefinition")) {
                        each.remove();
                    }
                }
            }
        }
    }
}
