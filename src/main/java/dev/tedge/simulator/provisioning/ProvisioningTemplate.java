package dev.tedge.simulator.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.policy.PolicyException;
import dev.tedge.simulator.registry.CertificateStatus;
import dev.tedge.simulator.registry.Thing;
import dev.tedge.simulator.service.ExactJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A provisioning template in AWS's JSON: Parameters, Mappings, Resources of the types AWS::IoT::Thing,
 * AWS::IoT::Certificate and AWS::IoT::Policy, DeviceConfiguration. Groups and other properties have no effect here and
 * are skipped, as is who may use the template.
 *
 * <p>Of a thing that exists, attributes are merged and the type is replaced, unless OverrideSettings say DO_NOTHING,
 * REPLACE, MERGE or FAIL. Source: AWS IoT Developer Guide, "Provisioning templates".
 */
public final class ProvisioningTemplate {

    /** The parameter with the id of the new certificate. */
    static final String CERTIFICATE_ID = "AWS::IoT::Certificate::Id";

    private static final Set<String> SECTIONS = Set.of("Parameters", "Mappings", "Resources", "DeviceConfiguration");

    private final JsonNode root;

    private ProvisioningTemplate(JsonNode root) {
        this.root = root;
    }

    /** What a template makes of a device. */
    record Outcome(
            Optional<Thing> thing,
            CertificateStatus status,
            List<PolicyDocument> policies,
            Map<String, String> deviceConfiguration) {}

    /** What is there already: policies by name, and things. */
    interface Account {
        Optional<PolicyDocument> policy(String name);

        Optional<Thing> thing(String name);
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException if AWS would refuse it; the message names the section or resource
     */
    public static ProvisioningTemplate parse(String json) {
        JsonNode root;
        try {
            root = ExactJson.readUnique(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the template is not JSON: " + e.getOriginalMessage(), e);
        }
        root.fieldNames()
                .forEachRemaining(section -> require(SECTIONS.contains(section), "no section is '" + section + "'"));
        require(root.path("Resources").isObject(), "it has no Resources");
        Map<String, Integer> types = new HashMap<>();
        root.path("Resources").properties().forEach(resource -> {
            String type = resource.getValue().path("Type").asText();
            require(
                    Set.of("AWS::IoT::Thing", "AWS::IoT::Certificate", "AWS::IoT::Policy")
                            .contains(type),
                    "the resource '" + resource.getKey() + "' has the type '" + type + "'");
            types.merge(type, 1, Integer::sum);
        });
        require(types.getOrDefault("AWS::IoT::Certificate", 0) == 1, "it needs exactly one AWS::IoT::Certificate");
        require(types.getOrDefault("AWS::IoT::Thing", 0) <= 1, "it may have only one AWS::IoT::Thing");
        return new ProvisioningTemplate(root);
    }

    private static void require(boolean met, String message) {
        if (!met) {
            throw new IllegalArgumentException("the template is not valid: " + message);
        }
    }

    /** What becomes of a device that brings these parameters. */
    Outcome apply(Map<String, String> given, Account account) throws ProvisioningRejection {
        TemplateValues values = new TemplateValues(parameters(given), root.path("Mappings"));
        Optional<Thing> thing = Optional.empty();
        CertificateStatus status = CertificateStatus.ACTIVE;
        List<PolicyDocument> policies = new ArrayList<>();
        for (Map.Entry<String, JsonNode> resource : root.path("Resources").properties()) {
            JsonNode properties = resource.getValue().path("Properties");
            switch (resource.getValue().path("Type").asText()) {
                case "AWS::IoT::Thing" ->
                    thing = Optional.of(
                            thing(properties, resource.getValue().path("OverrideSettings"), values, account));
                case "AWS::IoT::Certificate" -> status = status(properties, values);
                default -> policies.add(policy(properties, values, account));
            }
        }
        Map<String, String> configuration = texts(root.path("DeviceConfiguration"), values, "DeviceConfiguration");
        return new Outcome(thing, status, policies, configuration);
    }

    private Map<String, String> parameters(Map<String, String> given) throws ProvisioningRejection {
        Map<String, String> values = new HashMap<>(given);
        for (Map.Entry<String, JsonNode> declared : root.path("Parameters").properties()) {
            String name = declared.getKey();
            JsonNode ifMissing = declared.getValue().path("Default");
            if (!values.containsKey(name)) {
                if (!ifMissing.isTextual()) {
                    throw ProvisioningRejection.invalidParameters("The parameter '" + name + "' is missing");
                }
                values.put(name, ifMissing.textValue());
            }
        }
        return values;
    }

    private static Thing thing(JsonNode properties, JsonNode override, TemplateValues values, Account account)
            throws ProvisioningRejection {
        String name = values.text(properties.path("ThingName"), "ThingName");
        if (!Thing.isName(name)) {
            throw ProvisioningRejection.invalidParameters("'" + name + "' is no thing name");
        }
        Optional<String> type = properties.has("ThingTypeName")
                ? Optional.of(values.text(properties.path("ThingTypeName"), "ThingTypeName"))
                : Optional.empty();
        Map<String, String> attributes = texts(properties.path("AttributePayload"), values, "AttributePayload");
        Optional<Thing> before = account.thing(name);
        return before.isPresent()
                ? override(before.get(), new Thing(name, type, attributes), override)
                : new Thing(name, type, attributes);
    }

    private static Thing override(Thing before, Thing wanted, JsonNode override) throws ProvisioningRejection {
        Map<String, String> attributes = new HashMap<>(before.attributes());
        switch (override.path("AttributePayload").asText("MERGE")) {
            case "DO_NOTHING" -> {}
            case "MERGE" -> attributes.putAll(wanted.attributes());
            case "REPLACE" -> attributes = wanted.attributes();
            default -> throw conflict(before);
        }
        Optional<String> type = wanted.type().or(before::type);
        switch (override.path("ThingTypeName").asText("REPLACE")) {
            case "DO_NOTHING" -> type = before.type();
            case "REPLACE" -> {}
            default -> throw conflict(before);
        }
        return new Thing(before.name(), type, attributes);
    }

    private static ProvisioningRejection conflict(Thing thing) {
        return new ProvisioningRejection(409, "ResourceConflict", "There is a thing '" + thing.name() + "' already");
    }

    private static CertificateStatus status(JsonNode properties, TemplateValues values) throws ProvisioningRejection {
        if (!properties.has("Status")) {
            return CertificateStatus.ACTIVE;
        }
        String status = values.text(properties.path("Status"), "Status").toUpperCase(Locale.ROOT);
        return switch (status) {
            case "ACTIVE" -> CertificateStatus.ACTIVE;
            case "INACTIVE" -> CertificateStatus.INACTIVE;
            default -> throw ProvisioningRejection.invalidParameters("Status must be ACTIVE or INACTIVE");
        };
    }

    private static PolicyDocument policy(JsonNode properties, TemplateValues values, Account account)
            throws ProvisioningRejection {
        if (properties.has("PolicyName") == properties.has("PolicyDocument")) {
            throw ProvisioningRejection.invalidParameters("A policy needs PolicyName or PolicyDocument, but not both");
        }
        if (properties.has("PolicyName")) {
            String name = values.text(properties.path("PolicyName"), "PolicyName");
            return account.policy(name)
                    .orElseThrow(() -> ProvisioningRejection.invalidParameters("There is no policy '" + name + "'"));
        }
        try {
            return PolicyDocument.parse(values.text(properties.path("PolicyDocument"), "PolicyDocument"));
        } catch (PolicyException e) {
            throw ProvisioningRejection.invalidParameters("PolicyDocument: " + e.getMessage());
        }
    }

    private static Map<String, String> texts(JsonNode object, TemplateValues values, String where)
            throws ProvisioningRejection {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            texts.put(entry.getKey(), values.text(entry.getValue(), where + "." + entry.getKey()));
        }
        return texts;
    }
}
