package dev.tedge.gateway.guest;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.config.CloudProfile;
import dev.tedge.config.CloudProfiles;
import dev.tedge.config.ConfigException;
import dev.tedge.config.ConfigPlace;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.connect.ProfileClashes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration that the environment of the process names, as {@code tedge run aws} finds it.
 *
 * @param config of the connection
 * @param thingName of the device
 */
record GuestConfig(TedgeConfig config, String thingName) {

    private static final Logger LOG = LoggerFactory.getLogger(GuestConfig.class);

    /**
     * Loads it.
     *
     * @throws ConfigException when it can't be used; each line of the message is one thing to mend
     * @throws IllegalArgumentException when the environment names what can't be a profile
     */
    static GuestConfig of(Map<String, String> environment) {
        Path directory = ConfigPlace.directory(environment).orElse(ConfigPlace.DEFAULT);
        TedgeConfig config = load(directory, ConfigPlace.profile(environment), environment);
        config.warnings().forEach(LOG::warn);
        config.value(Settings.AWS_URL);
        warnOfWhatIsMissing(config);
        List<String> clashes =
                ProfileClashes.of(config, others(config, environment)).problems();
        if (!clashes.isEmpty()) {
            throw new ConfigException(String.join("\n", clashes));
        }
        return new GuestConfig(config, config.thingName());
    }

    private static void warnOfWhatIsMissing(TedgeConfig config) {
        Path lib = config.directory().resolve("lib");
        if (Files.isDirectory(lib)) {
            LOG.warn("Jars in '{}' are for 'tedge run aws': name them on the command line of 'camel run'", lib);
        }
        config.find(Settings.MANAGEMENT_HTTP_PORT)
                .ifPresent(port -> LOG.warn("management.http.port is for 'tedge run aws': see 'camel run --observe'"));
    }

    private static TedgeConfig load(Path directory, Optional<CloudProfile> profile, Map<String, String> environment) {
        return TedgeConfig.load(directory, profile, environment, CertificateDetails::commonName);
    }

    /** One that nobody asked for may be broken. */
    private static List<TedgeConfig> others(TedgeConfig own, Map<String, String> environment) {
        List<TedgeConfig> others = new ArrayList<>();
        for (Optional<CloudProfile> profile : CloudProfiles.in(own.directory())) {
            if (!profile.equals(own.profile())) {
                try {
                    others.add(load(own.directory(), profile, environment));
                } catch (ConfigException broken) {
                    LOG.warn("Not compared with another connection: {}", broken.getMessage());
                }
            }
        }
        return others;
    }

    /** The defaults: with them route files can be read, and nothing can run. */
    static GuestConfig none() {
        TedgeConfig defaults =
                TedgeConfig.defaults(ConfigPlace.DEFAULT, Optional.empty(), CertificateDetails::commonName);
        return new GuestConfig(defaults, "unknown");
    }
}
