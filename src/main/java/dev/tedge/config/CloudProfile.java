package dev.tedge.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of one of several connections to AWS from the same device, each with its own {@code aws.*} settings
 * (thin-edge.io, {@code tedge_config_macros/src/multi.rs}).
 *
 * @param name lower-case letters, digits, {@code -} and {@code _}, at least one letter or digit
 */
public record CloudProfile(String name) {

    private static final Pattern CHARACTERS = Pattern.compile("[a-z0-9_-]*");
    private static final Pattern NAMING = Pattern.compile(".*[a-z0-9].*");

    /**
     * The profile of that name.
     *
     * @throws IllegalArgumentException when no profile can have the name
     */
    public CloudProfile {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Profile names cannot be empty");
        }
        if (!CHARACTERS.matcher(name).matches()) {
            throw new IllegalArgumentException("Profile names can only contain letters, numbers, `-` or `_`");
        }
        if (!NAMING.matcher(name).matches()) {
            throw new IllegalArgumentException("Profile names must contain at least one letter or number");
        }
    }

    /** The profile that people mean, whatever the case in which they write it. */
    public static CloudProfile of(String text) {
        return new CloudProfile(text.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name;
    }
}
