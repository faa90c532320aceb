package dev.tedge.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The device id as AWS takes it (API reference, CreateThing, {@code thingName}). */
final class ThingName {

    private static final Pattern ACCEPTED = Pattern.compile("[a-zA-Z0-9:_-]{1,128}");

    private ThingName() {}

    /** See {@link TedgeConfig#thingName}. */
    static String of(TedgeConfig config) {
        String id = config.value(Settings.AWS_DEVICE_ID);
        if (!ACCEPTED.matcher(id).matches()) {
            throw new ConfigException(("The device id '%s' (%s) can't be the name of a thing in AWS IoT:"
                            + " give 1 to 128 letters, digits, ':', '_' and '-'. %s")
                    .formatted(id, origin(config), remedy(config)));
        }
        return id;
    }

    /** Warnings of ids that somebody set, but that the certificate overrules. */
    static List<String> contradicted(TedgeConfig config) {
        return Stream.of(Settings.DEVICE_ID, Settings.AWS_DEVICE_ID)
                .flatMap(setting -> contradicted(config, setting).stream())
                .toList();
    }

    private static Optional<String> contradicted(TedgeConfig config, Setting<String> setting) {
        return config.configured(setting)
                .flatMap(configured -> config.find(setting)
                        .filter(used -> !used.equals(configured))
                        .map(used -> "'%s' is set to '%s', but has no effect: the certificate %s is for '%s'"
                                .formatted(setting, configured, certificate(config, setting), used)));
    }

    private static String origin(TedgeConfig config) {
        if (isOfCertificate(config)) {
            return "from the certificate " + certificate(config, Settings.AWS_DEVICE_ID);
        }
        Setting<String> configured = configured(config);
        return config.origin(configured).filter(Origin.ENVIRONMENT::equals).isPresent()
                ? "from " + configured.environmentVariable()
                : "from the key '%s'".formatted(configured);
    }

    private static String remedy(TedgeConfig config) {
        return isOfCertificate(config)
                ? "Make another certificate with `tedge cert remove` and `tedge cert create --device-id <id>`"
                : "Another one can be set with `tedge config set %s <id>`".formatted(configured(config));
    }

    private static boolean isOfCertificate(TedgeConfig config) {
        return config.origin(Settings.AWS_DEVICE_ID)
                .filter(Origin.CERTIFICATE::equals)
                .isPresent();
    }

    private static Setting<String> configured(TedgeConfig config) {
        return config.configured(Settings.AWS_DEVICE_ID).isPresent() ? Settings.AWS_DEVICE_ID : Settings.DEVICE_ID;
    }

    private static Path certificate(TedgeConfig config, Setting<String> id) {
        return config.value(id.equals(Settings.DEVICE_ID) ? Settings.DEVICE_CERT_PATH : Settings.AWS_DEVICE_CERT_PATH);
    }
}
