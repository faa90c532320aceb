package dev.tedge.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a key names: a setting, and the profile when the key has one in it.
 *
 * @param setting that of {@link Settings}, or one of thin-edge.io that has no effect here
 * @param profile of {@code aws.profiles.<name>.…}
 * @param warning what is wrong with the key, though it is understood
 */
public record NamedSetting(Setting<?> setting, Optional<CloudProfile> profile, Optional<String> warning) {

    private static final Pattern PROFILED = Pattern.compile("aws\\.profiles\\.(?<name>[^.]+)\\.(?<rest>.+)");

    /** Tables of other clouds, in files that several programs share. */
    private static final List<String> OTHER_CLOUDS = List.of("c8y", "az", "azure");

    public NamedSetting {
        Objects.requireNonNull(setting, "setting");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(warning, "warning");
    }

    /** The key as it should be written. */
    public String key() {
        return setting.key(profile);
    }

    /**
     * What somebody means who types a key: a former name will do, and dots for underscores and the other way round.
     *
     * @return empty when no setting is meant
     */
    public static Optional<NamedSetting> meant(String key) {
        Matcher matcher = PROFILED.matcher(key);
        try {
            return matcher.matches()
                    ? meant(key, "aws." + matcher.group("rest"), Optional.of(CloudProfile.of(matcher.group("name"))))
                    : meant(key, key, Optional.empty());
        } catch (IllegalArgumentException noProfile) {
            return Optional.empty();
        }
    }

    /** Whether a key is about a cloud that is not this gateway's. */
    public static boolean isOfAnotherCloud(String key) {
        return OTHER_CLOUDS.stream().anyMatch(cloud -> key.equals(cloud) || key.startsWith(cloud + "."));
    }

    /** What a key of a file names: its very name, or a former one. */
    static Optional<NamedSetting> written(String key) {
        Matcher matcher = PROFILED.matcher(key);
        if (!matcher.matches()) {
            return written(key, Optional.empty());
        }
        try {
            return written("aws." + matcher.group("rest"), Optional.of(new CloudProfile(matcher.group("name"))));
        } catch (IllegalArgumentException noProfile) {
            return Optional.empty();
        }
    }

    private static Optional<NamedSetting> meant(String typed, String key, Optional<CloudProfile> profile) {
        return written(key, profile)
                .or(() -> spelledOtherwise(typed, key, profile))
                .map(named -> UnusedSettings.ALL.contains(named.setting)
                        ? new NamedSetting(named.setting, profile, Optional.of(UnusedSettings.warning(named.setting)))
                        : named);
    }

    private static Optional<NamedSetting> written(String key, Optional<CloudProfile> profile) {
        Optional<NamedSetting> current = all().filter(setting -> setting.key().equals(key))
                .findFirst()
                .map(setting -> new NamedSetting(setting, profile, Optional.empty()));
        return current.or(() -> Settings.formerlyNamed(key)
                .map(setting -> new NamedSetting(
                        setting,
                        profile,
                        Optional.of("The key '%s' is deprecated. Use '%s' instead."
                                .formatted(Setting.key(key, profile), setting.key(profile))))));
    }

    private static Optional<NamedSetting> spelledOtherwise(String typed, String key, Optional<CloudProfile> profile) {
        String plain = key.replace('.', '_');
        return all().filter(setting -> setting.key().replace('.', '_').equals(plain))
                .findFirst()
                .map(setting -> new NamedSetting(
                        setting,
                        profile,
                        Optional.of("The key '%s' is written '%s'.".formatted(typed, setting.key(profile)))));
    }

    private static Stream<Setting<?>> all() {
        return Stream.concat(Settings.ALL.stream(), UnusedSettings.ALL.stream());
    }
}
