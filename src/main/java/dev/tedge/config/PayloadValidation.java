package dev.tedge.config;

import dev.tedge.config.value.TomlForm;
import dev.tedge.config.value.ValueType;
import java.util.Locale;

/** What happens to a measurement, event or alarm whose payload breaks the rules of the local data model. */
public enum PayloadValidation {
    /** Nobody looks. */
    OFF,
    /** It is reported, and sent to AWS all the same. */
    WARN,
    /** It is reported, and not sent to AWS. */
    REJECT;

    static final ValueType<PayloadValidation> TYPE =
            new ValueType<>("'off', 'warn' or 'reject'", TomlForm.STRING, PayloadValidation::parse);

    private static PayloadValidation parse(String text) {
        for (PayloadValidation validation : values()) {
            if (validation.name().toLowerCase(Locale.ROOT).equals(text)) {
                return validation;
            }
        }
        throw new IllegalArgumentException(
                "Failed to parse validation: " + text + ". Supported values are: 'off', 'warn' or 'reject'");
    }
}
