package dev.tedge.config;

import dev.tedge.config.value.TomlForm;
import dev.tedge.config.value.ValueType;
import java.util.Locale;

/** What happens to a message that the outbox has no room for. */
public enum OverflowPolicy {
    /** The oldest messages make room. */
    DROP_OLDEST,
    /** The new message is dropped. */
    DROP_NEWEST,
    /** The new message is left with the local broker. */
    HOLD;

    static final ValueType<OverflowPolicy> TYPE =
            new ValueType<>("'drop-oldest', 'drop-newest' or 'hold'", TomlForm.STRING, OverflowPolicy::parse);

    private static OverflowPolicy parse(String text) {
        for (OverflowPolicy policy : values()) {
            if (policy.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
                return policy;
            }
        }
        throw new IllegalArgumentException("Failed to parse overflow policy: " + text
                + ". Supported values are: 'drop-oldest', 'drop-newest' or 'hold'");
    }
}
