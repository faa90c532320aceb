package dev.tedge.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the environment of a process says that its configuration is. */
public final class ConfigPlace {

    /** The configuration directory of which nothing is said. */
    public static final Path DEFAULT = Path.of("/etc/tedge");

    /** Names the configuration directory. */
    public static final String DIRECTORY = "TEDGE_CONFIG_DIR";

    /** Names one of several connections to AWS. */
    public static final String PROFILE = "TEDGE_CLOUD_PROFILE";

    private ConfigPlace() {}

    /** The configuration directory; empty when nothing is said of it. */
    public static Optional<Path> directory(Map<String, String> environment) {
        return value(environment, DIRECTORY).map(Path::of);
    }

    /**
     * The profile; empty for the connection without one.
     *
     * @throws IllegalArgumentException when it is named what can't be a profile; the message says so
     */
    public static Optional<CloudProfile> profile(Map<String, String> environment) {
        return value(environment, PROFILE).map(ConfigPlace::profile);
    }

    private static CloudProfile profile(String name) {
        try {
            return CloudProfile.of(name);
        } catch (IllegalArgumentException impossible) {
            throw new IllegalArgumentException(
                    "%s is '%s': %s".formatted(PROFILE, name, impossible.getMessage()), impossible);
        }
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
