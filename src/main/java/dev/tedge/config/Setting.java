package dev.tedge.config;

import dev.tedge.config.value.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One key of the configuration: everything that is known of it stands here and nowhere else.
 *
 * @param key dotted name, as in {@code aws.url}
 * @param type what values it takes, and their unit
 * @param defaultValue what it is when nobody set it
 * @param description one sentence without its full stop
 * @param examples values that somebody might set
 * @param secret whether its value is shown to nobody who does not ask for just that
 * @param <T> the type of the value in the program
 */
public record Setting<T>(
        String key,
        ValueType<T> type,
        DefaultValue defaultValue,
        String description,
        List<String> examples,
        boolean secret) {

    /** In the place of a secret value. */
    private static final String HIDDEN = "******";

    private static final String CLOUD = "aws.";

    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");

    public Setting {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(defaultValue, "defaultValue");
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("'" + key + "' is not a key: give lower-case words with dots");
        }
        if (description.isBlank() || description.endsWith(".")) {
            throw new IllegalArgumentException("The description of '" + key + "' must be a sentence without full stop");
        }
        examples = List.copyOf(examples);
    }

    /** The key's segments, outermost table first. */
    public List<String> path() {
        return List.of(key.split("\\."));
    }

    /** Whether each profile has its own value. */
    public boolean profiled() {
        return key.startsWith(CLOUD);
    }

    /** The key with the profile in it: {@code aws.profiles.<name>.url} for {@code aws.url}. */
    public String key(Optional<CloudProfile> profile) {
        return key(key, profile);
    }

    static String key(String key, Optional<CloudProfile> profile) {
        return profile.filter(own -> key.startsWith(CLOUD))
                .map(own -> CLOUD + "profiles." + own + "." + key.substring(CLOUD.length()))
                .orElse(key);
    }

    /** The environment variable that overrides it: {@code TEDGE_AWS_URL} for {@code aws.url}. */
    public String environmentVariable() {
        return environmentVariable(Optional.empty());
    }

    /** The same for a profile: {@code TEDGE_AWS_PROFILES_<NAME>_URL}. */
    public String environmentVariable(Optional<CloudProfile> profile) {
        return "TEDGE_" + key(profile).replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /**
     * Reads a value in its written form.
     *
     * @throws IllegalArgumentException when it is not one; the message is the reason
     */
    public T parse(String text) {
        return type.parse(text);
    }

    /** A setting is its key. What a record makes by itself is put together at run time, which costs 20 ms at start-up. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Setting<?> setting && key.equals(setting.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /** A value in its written form, as others may see it: of a secret, only that there is one. */
    public String shown(String text) {
        return secret ? HIDDEN : text;
    }

    @Override
    public String toString() {
        return key;
    }
}
