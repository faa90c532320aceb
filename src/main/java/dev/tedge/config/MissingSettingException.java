package dev.tedge.config;

import java.util.Optional;

/** A setting that is needed has no value. */
public final class MissingSettingException extends ConfigException {

    private static final long serialVersionUID = 1L;

    MissingSettingException(Setting<?> setting, Optional<CloudProfile> profile) {
        super("""
                A value for '%1$s' is missing.
                    A value can be set with `tedge config set %1$s <value>`""".formatted(setting.key(profile)));
    }
}
