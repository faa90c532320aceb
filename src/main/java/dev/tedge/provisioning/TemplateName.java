package dev.tedge.provisioning;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The name of a provisioning template, and the topics that go with it (AWS IoT developer guide, "Device provisioning MQTT
 * API"). What is asked with a certificate signing request goes over topics that all templates share.
 *
 * @param value 1 to 36 letters, digits, {@code _} and {@code -} (API reference, CreateProvisioningTemplate)
 */
public record TemplateName(String value) {

    private static final Pattern ACCEPTED = Pattern.compile("[0-9A-Za-z_-]{1,36}");

    public TemplateName {
        if (!ACCEPTED.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "'%s' can't be the name of a provisioning template: give 1 to 36 letters, digits, '_' and '-'"
                            .formatted(value.replaceAll("\\p{Cntrl}", "?")));
        }
    }

    /** Where a device asks for something. */
    public List<String> questions() {
        return List.of(creation(), registration());
    }

    /** Where AWS answers. */
    public List<String> answers() {
        return questions().stream()
                .flatMap(question -> List.of(accepted(question), rejected(question)).stream())
                .toList();
    }

    String creation() {
        return "$aws/certificates/create-from-csr/json";
    }

    String registration() {
        return "$aws/provisioning-templates/%s/provision/json".formatted(value);
    }

    static String accepted(String question) {
        return question + "/accepted";
    }

    static String rejected(String question) {
        return question + "/rejected";
    }

    @Override
    public String toString() {
        return value;
    }
}
