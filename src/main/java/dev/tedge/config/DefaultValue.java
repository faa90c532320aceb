package dev.tedge.config;

import java.util.Optional;

/** What a setting is when nobody set it; may follow from other settings. */
@FunctionalInterface
public interface DefaultValue {

    /**
     * Works the default out.
     *
     * @param config the configuration that the setting belongs to
     * @return the value in its written form, or empty when the setting has none until somebody sets it
     */
    Optional<String> in(TedgeConfig config);

    /** A setting that has no value until somebody sets it. */
    static DefaultValue none() {
        return config -> Optional.empty();
    }

    /** The same value for everybody. */
    static DefaultValue always(String text) {
        return config -> Optional.of(text);
    }

    /** Whatever another setting is. */
    static DefaultValue sameAs(Setting<?> other) {
        return config -> config.text(other);
    }

    /** A file below the configuration directory. */
    static DefaultValue below(String relativePath) {
        return config -> Optional.of(config.directory().resolve(relativePath).toString());
    }
}
