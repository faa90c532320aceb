package dev.tedge.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Connections to AWS that would disturb each other (thin-edge.io, {@code cli/connect/command.rs}). */
public final class ProfileClashes {

    private ProfileClashes() {}

    /**
     * Refuses profiles that can't be connected beside each other. Of those with an {@code aws.url}, each needs another
     * url or device id, because AWS closes one connection of a client id when another begins, and another prefix of its
     * local topics. What has no url is not going to be connected.
     *
     * @param directory the configuration directory
     * @param environment of the process
     * @param commonName as for {@link TedgeConfig#load}
     * @throws ConfigException when two are too much alike, with the keys; or when the settings of one can't be used
     */
    public static void refuse(
            Path directory, Map<String, String> environment, Function<Path, Optional<String>> commonName) {
        List<TedgeConfig> connected = Stream.concat(
                        Stream.of(Optional.<CloudProfile>empty()),
                        Profiles.in(directory).stream().map(Optional::of))
                .map(profile -> TedgeConfig.load(directory, profile, environment, commonName))
                .filter(config -> config.find(Settings.AWS_URL).isPresent())
                .toList();
        for (List<TedgeConfig> sameUrl : alike(connected, Settings.AWS_URL)) {
            for (List<TedgeConfig> sameDevice : alike(sameUrl, Settings.AWS_DEVICE_ID)) {
                throw new ConfigException(
                        """
                        You have matching URLs and device IDs for different profiles.

                        %s are set to the same value, but so are %s.

                        Each cloud profile requires either a unique URL or unique device ID, \
                        so it corresponds to a unique device in the associated cloud.""".formatted(keys(Settings.AWS_URL, sameDevice), keys(Settings.AWS_DEVICE_ID, sameDevice)));
            }
        }
        for (List<TedgeConfig> same : alike(connected, Settings.AWS_BRIDGE_TOPIC_PREFIX)) {
            throw new ConfigException(
                    "The configurations: %s should be set to different values before connecting, but are currently set to the same value"
                            .formatted(keys(Settings.AWS_BRIDGE_TOPIC_PREFIX, same)));
        }
    }

    /** Those with the same value, together; nothing of those that are alone with theirs, or have none. */
    private static List<List<TedgeConfig>> alike(List<TedgeConfig> configs, Setting<String> setting) {
        Map<String, List<TedgeConfig>> byValue = new LinkedHashMap<>();
        for (TedgeConfig config : configs) {
            config.find(setting)
                    .ifPresent(value -> byValue.computeIfAbsent(value, any -> new ArrayList<>())
                            .add(config));
        }
        return byValue.values().stream().filter(same -> same.size() > 1).toList();
    }

    private static String keys(Setting<?> setting, List<TedgeConfig> configs) {
        return configs.stream().map(config -> setting.key(config.profile())).collect(Collectors.joining(", "));
    }
}
