package dev.tedge.simulator.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values in a template for one device: text, {@code Ref}, {@code Fn::Join}, {@code Fn::Sub}, {@code Fn::Select},
 * {@code Fn::Split} and {@code Fn::FindInMap} (AWS IoT Developer Guide, "Provisioning templates", intrinsic functions).
 */
final class TemplateValues {

    /** {@code ${Name}}, or {@code ${!Name}} for what shall stay as {@code ${Name}}, such as a policy variable. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?)([^{}]+)}");

    private final Map<String, String> parameters;
    private final JsonNode mappings;

    /** @param mappings the section of the template, which may be missing */
    TemplateValues(Map<String, String> parameters, JsonNode mappings) {
        this.parameters = Map.copyOf(parameters);
        this.mappings = mappings;
    }

    /** The text that stands there or comes of a function; {@code where} names the place for people. */
    String text(JsonNode value, String where) throws ProvisioningRejection {
        if (value.isTextual()) {
            return value.textValue();
        }
        if (!value.isObject() || value.size() != 1) {
            throw wrong(where + " must be a string or one function");
        }
        String function = value.fieldNames().next();
        JsonNode argument = value.path(function);
        return switch (function) {
            case "Ref" -> parameter(argument.asText(), where);
            case "Fn::Join" -> join(argument, where);
            case "Fn::Sub" -> substitute(argument, where);
            case "Fn::Select" -> select(argument, where);
            case "Fn::FindInMap" -> find(argument, where);
            default -> throw wrong(where + " uses '" + function + "', which is no function for a text");
        };
    }

    private String parameter(String name, String where) throws ProvisioningRejection {
        return Optional.ofNullable(parameters.get(name))
                .orElseThrow(() -> wrong(where + " refers to '" + name + "', which has no value"));
    }

    private String join(JsonNode argument, String where) throws ProvisioningRejection {
        if (argument.size() != 2) {
            throw wrong(where + ": Fn::Join takes a delimiter and a list");
        }
        return String.join(text(argument.get(0), where), texts(argument.get(1), where));
    }

    private List<String> texts(JsonNode list, String where) throws ProvisioningRejection {
        if (list.isObject() && list.has("Fn::Split")) {
            JsonNode split = list.path("Fn::Split");
            if (split.size() != 2) {
                throw wrong(where + ": Fn::Split takes a delimiter and a text");
            }
            return List.of(text(split.get(1), where).split(Pattern.quote(text(split.get(0), where)), -1));
        }
        if (!list.isArray()) {
            throw wrong(where + " needs a list");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : list) {
            texts.add(text(element, where));
        }
        return texts;
    }

    private String select(JsonNode argument, String where) throws ProvisioningRejection {
        if (argument.size() != 2) {
            throw wrong(where + ": Fn::Select takes an index and a list");
        }
        List<String> texts = texts(argument.get(1), where);
        int index = argument.get(0).asInt(-1);
        if (index < 0 || index >= texts.size()) {
            throw wrong(where + ": Fn::Select has no element " + argument.get(0).asText());
        }
        return texts.get(index);
    }

    private String find(JsonNode argument, String where) throws ProvisioningRejection {
        if (argument.size() != 3) {
            throw wrong(where + ": Fn::FindInMap takes a map and two keys");
        }
        JsonNode found = mappings;
        for (JsonNode key : argument) {
            found = found.path(text(key, where));
        }
        if (!found.isTextual()) {
            throw wrong(where + ": Fn::FindInMap finds nothing in the mappings");
        }
        return found.textValue();
    }

    private String substitute(JsonNode argument, String where) throws ProvisioningRejection {
        Map<String, String> own = new HashMap<>(parameters);
        String template = argument.asText();
        if (argument.isArray() && argument.size() == 2) {
            template = argument.get(0).asText();
            for (Map.Entry<String, JsonNode> variable : argument.get(1).properties()) {
                own.put(variable.getKey(), text(variable.getValue(), where));
            }
        }
        StringBuilder result = new StringBuilder();
        Matcher variables = VARIABLE.matcher(template);
        while (variables.find()) {
            String name = variables.group(2);
            String value = variables.group(1).isEmpty()
                    ? Optional.ofNullable(own.get(name))
                            .orElseThrow(() -> wrong(where + " substitutes '" + name + "', which has no value"))
                    : "${" + name + "}";
            variables.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        variables.appendTail(result);
        return result.toString();
    }

    private static ProvisioningRejection wrong(String message) {
        return ProvisioningRejection.invalidParameters(message);
    }
}
