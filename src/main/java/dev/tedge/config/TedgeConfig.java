package dev.tedge.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The configuration of one run: {@code tedge.toml} with the environment over it and the defaults below it, read and
 * checked as a whole, then never changed. Features are given the values that they need, not this object.
 *
 * <p>The device ids are the exception to "read once": the certificate that names the device is read when the id is
 * asked for, so that other questions don't pay for it.
 */
public final class TedgeConfig {

    private final ConfigFiles files;
    private final Map<Setting<?>, Given> given;
    private final Function<Path, Optional<String>> commonName;
    private final List<String> warnings;

    private TedgeConfig(ConfigFiles files, ConfigReading reading, Function<Path, Optional<String>> commonName) {
        this.files = files;
        this.given = reading.given();
        this.commonName = commonName;
        this.warnings = reading.warnings();
    }

    /** What the files alone say, whatever is wrong with it. */
    static TedgeConfig stored(ConfigFiles files) {
        return new TedgeConfig(files, ConfigReading.of(files), any -> Optional.empty());
    }

    /** Reads the configuration without a profile, see {@link #load(Path, Optional, Map, Function)}. */
    public static TedgeConfig load(
            Path directory, Map<String, String> environment, Function<Path, Optional<String>> commonName) {
        return load(directory, Optional.empty(), environment, commonName);
    }

    /**
     * Reads the configuration.
     *
     * @param directory the configuration directory; neither it nor any file in it needs to exist
     * @param profile whose {@code aws.*} settings are meant; it inherits none of those without a profile
     * @param environment of the process; {@code TEDGE_<KEY>} overrides the file, and an empty value brings the
     *     default back
     * @param commonName the common name in a certificate file, or empty when there is none to read
     * @throws ConfigException when the file can't be read or is not TOML, when a value is not of its setting's type, or
     *     when two values contradict each other; the message lists everything that is wrong
     */
    public static TedgeConfig load(
            Path directory,
            Optional<CloudProfile> profile,
            Map<String, String> environment,
            Function<Path, Optional<String>> commonName) {
        Path absolute = directory.toAbsolutePath().normalize();
        ConfigFiles files = ConfigFiles.in(absolute, profile);
        ConfigReading reading = ConfigReading.of(files).under(environment, profile);
        TedgeConfig config = new TedgeConfig(files, reading, commonName);
        List<String> problems = reading.problems().isEmpty() ? ConfigRules.broken(config) : reading.problems();
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join("\n", problems));
        }
        return config;
    }

    /**
     * The defaults, as if nobody had set anything: for those who look into what is wrong with the files.
     *
     * @param directory the configuration directory
     * @param profile as in {@link #load}
     * @param commonName likewise
     */
    public static TedgeConfig defaults(
            Path directory, Optional<CloudProfile> profile, Function<Path, Optional<String>> commonName) {
        return new TedgeConfig(ConfigFiles.empty(directory, profile), ConfigReading.EMPTY, commonName);
    }

    /** The configuration directory, absolute. */
    public Path directory() {
        return files.directory();
    }

    /** Where this gateway keeps what it has to remember. */
    public Path state() {
        return value(Settings.STATE_PATH).resolve(".tedge-mapper-" + value(Settings.AWS_BRIDGE_TOPIC_PREFIX));
    }

    /** Whose {@code aws.*} settings these are; empty for those without a profile. */
    public Optional<CloudProfile> profile() {
        return files.profile();
    }

    /** The file that AWS's settings are in, or would be: {@code mapper.toml}, or {@code tedge.toml} as in earlier days. */
    public Path cloudFile() {
        return files.cloudFile();
    }

    /** The name of something that each profile has its own of, as systemd names instances: {@code name@profile}. */
    public String instance(String name) {
        return profile().map(own -> name + "@" + own).orElse(name);
    }

    /**
     * What does not stop the program but is not as it should be: unknown keys, and keys that have no effect beside
     * others or beside the certificate. One line each.
     */
    public List<String> warnings() {
        return Stream.concat(warnings.stream(), ConfigRules.doubtful(this).stream())
                .toList();
    }

    /**
     * The value of a setting that must have one.
     *
     * @throws MissingSettingException when it has none; the message names the key and the command to set it
     */
    public <T> T value(Setting<T> setting) {
        return find(setting).orElseThrow(() -> missing(setting));
    }

    private MissingSettingException missing(Setting<?> setting) {
        Setting<Path> certificate = Settings.NAMED_BY_CERTIFICATE.get(setting);
        return certificate == null
                ? MissingSettingException.of(setting, profile())
                : MissingSettingException.ofCertificate(setting, profile(), value(certificate));
    }

    /**
     * The device's name in AWS, checked: what runs must ask for it here, what only prints may ask for the setting.
     *
     * @return 1 to 128 of the characters {@code a-z A-Z 0-9 : _ -}: one level of a topic, and harmless in a URI
     * @throws MissingSettingException when the device has no id
     * @throws ConfigException when AWS IoT has no things of that name; the message names the id, where it comes from and
     *     the remedy
     */
    public String thingName() {
        return ThingName.of(this);
    }

    /** The value of a setting, or empty when it has none. */
    public <T> Optional<T> find(Setting<T> setting) {
        return text(setting).map(setting::parse);
    }

    /** The value of a setting as it is written and printed, or empty when it has none. */
    public Optional<String> text(Setting<?> setting) {
        return commonName(setting)
                .or(() -> configured(setting))
                .or(() -> setting.defaultValue().in(this));
    }

    /** The value that the file or the environment gives, whatever the default or the certificate says. */
    public Optional<String> configured(Setting<?> setting) {
        return Optional.ofNullable(given.get(setting)).map(Given::text);
    }

    /** Where the value comes from, or empty when there is none. */
    public Optional<Origin> origin(Setting<?> setting) {
        if (commonName(setting).isPresent()) {
            return Optional.of(Origin.CERTIFICATE);
        }
        return Optional.ofNullable(given.get(setting))
                .map(Given::origin)
                .or(() -> text(setting).map(text -> Origin.DEFAULT));
    }

    private Optional<String> commonName(Setting<?> setting) {
        Setting<Path> certificate = Settings.NAMED_BY_CERTIFICATE.get(setting);
        return certificate == null ? Optional.empty() : find(certificate).flatMap(commonName);
    }

    /** A value that somebody set, in its stored form. */
    record Given(String text, Origin origin) {

        Given {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(origin, "origin");
        }

        /** Without the value, which may be a secret. */
        @Override
        public String toString() {
            return origin.toString();
        }
    }
}
