package dev.tedge.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A setting that is needed has no value. */
public final class MissingSettingException extends ConfigException {

    private static final long serialVersionUID = 1L;

    private MissingSettingException(String message) {
        super(message);
    }

    static MissingSettingException of(Setting<?> setting, Optional<CloudProfile> profile) {
        return new MissingSettingException("""
                A value for '%1$s' is missing.
                    A value can be set with `tedge config set %1$s <value>`""".formatted(setting.key(profile)));
    }

    /** An id that is read from a certificate, which is missing or is none. */
    static MissingSettingException ofCertificate(Setting<?> setting, Optional<CloudProfile> profile, Path certificate) {
        boolean present = Files.exists(certificate);
        return new MissingSettingException("""
                A value for '%s' is missing: it is read from the device certificate %s, which %s.
                    A certificate can be made with `%stedge cert create --device-id <id>`""".formatted(
                        setting.key(profile),
                        certificate,
                        present ? "is none" : "does not exist",
                        present ? "tedge cert remove` and `" : ""));
    }
}
