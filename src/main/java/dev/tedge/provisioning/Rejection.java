package dev.tedge.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tedge.provisioning.ProvisioningException.Reason;
import java.util.Locale;

/**
 * AWS's answer when it does not provision a device. It lists no error codes, so the status decides, and the words where they
 * are known from devices.
 *
 * @param status as in HTTP; 0 when there is none
 * @param code one word
 * @param message for people
 */
record Rejection(int status, String code, String message) {

    static Rejection of(JsonNode answer) {
        return new Rejection(
                answer.path("statusCode").asInt(),
                plain(answer.path("errorCode").asText()),
                plain(answer.path("errorMessage").asText()));
    }

    /** It could draw on the terminal. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "?").strip();
    }

    ProvisioningException exception(TemplateName template) {
        Reason reason = reason();
        String words = "AWS says no: %s %s: %s".formatted(status, code, message);
        return new ProvisioningException(reason, words + (words.endsWith(".") ? " " : ". ") + remedy(reason, template));
    }

    private Reason reason() {
        String words = (code + " " + message).toLowerCase(Locale.ROOT);
        if (words.contains("hook")) {
            return Reason.HOOK;
        }
        if (words.contains("ownershiptoken") || words.contains("ownership token")) {
            return Reason.TOKEN;
        }
        if (status == 429 || words.contains("throttl")) {
            return Reason.THROTTLED;
        }
        return switch (status) {
            case 404 -> Reason.TEMPLATE;
            case 401, 403 -> Reason.POLICY;
            case 409 -> Reason.CONFLICT;
            default -> status >= 500 ? Reason.CLOUD : words.contains("template") ? Reason.TEMPLATE : Reason.PARAMETERS;
        };
    }

    private static String remedy(Reason reason, TemplateName template) {
        return switch (reason) {
            case HOOK ->
                "The pre-provisioning hook of the template '%s' does not know the device: check --param and what the hook asks for"
                        .formatted(template);
            case TOKEN -> "Run the command again: it asks for another certificate";
            case TEMPLATE ->
                "Check that the template '%s' is there, in the account and region of aws.url, and enabled"
                        .formatted(template);
            case POLICY ->
                "Check the policy of the claim certificate (`tedge aws policy --claim --template %s` prints one), and the provisioning role of the template"
                        .formatted(template);
            case CONFLICT -> "Check the things and policies in AWS, and OverrideSettings of the template";
            case THROTTLED, CLOUD -> "Run the command again later: it goes on where it has stopped";
            default -> "Check the parameters of the template '%s', and give them with --param".formatted(template);
        };
    }
}
