package dev.tedge.connect;

import dev.tedge.config.CloudProfile;
import dev.tedge.config.Setting;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What several connections of one device must not have in common: they would take each other's connections over, answer the same
 * local topics, or write to the same files (thin-edge.io, {@code tedge/src/cli/connect/command.rs}).
 */
public final class ProfileClashes {

    private ProfileClashes() {}

    /**
     * What is wrong between one connection and the others; each on one line, with the remedy.
     *
     * @param own the connection that is about to be used
     * @param others the other ones; without {@code aws.url} one is not in use, and clashes with none
     */
    public static Findings of(TedgeConfig own, List<TedgeConfig> others) {
        return others.stream()
                .filter(other -> !other.profile().equals(own.profile()))
                .filter(other -> other.find(Settings.AWS_URL).isPresent())
                .map(other -> between(own, other))
                .reduce(Findings.NONE, Findings::and);
    }

    private static Findings between(TedgeConfig own, TedgeConfig other) {
        List<String> problems = new ArrayList<>();
        if (sameHost(own, other) && same(Settings.AWS_DEVICE_ID, own, other)) {
            problems.add(
                    ("You have matching URLs and device IDs for different profiles. %s and %s are the same, and so are"
                                    + " the device ids '%s': AWS allows one connection to a device id. Give one of them another"
                                    + " URL, or another certificate")
                            .formatted(
                                    key(Settings.AWS_URL, own),
                                    key(Settings.AWS_URL, other),
                                    own.value(Settings.AWS_DEVICE_ID)));
        }
        Stream.of(Settings.AWS_BRIDGE_TOPIC_PREFIX, Settings.AWS_OUTBOX_PATH)
                .filter(setting -> same(setting, own, other))
                .filter(setting -> setting.equals(Settings.AWS_BRIDGE_TOPIC_PREFIX) || isGiven(setting, own, other))
                .forEach(setting -> problems.add(("The configurations: %s should be set to different values before"
                                + " connecting, but are currently set to the same value")
                        .formatted(String.join(", ", keys(setting, own, other)))));
        return new Findings(problems, List.of());
    }

    /** The default outbox follows the prefix: one of both is enough to say. */
    private static boolean isGiven(Setting<?> setting, TedgeConfig own, TedgeConfig other) {
        return own.configured(setting).isPresent() || other.configured(setting).isPresent();
    }

    /** The case of a host name means nothing. */
    private static boolean sameHost(TedgeConfig own, TedgeConfig other) {
        return own.text(Settings.AWS_URL).stream()
                .anyMatch(host -> other.text(Settings.AWS_URL).stream().anyMatch(host::equalsIgnoreCase));
    }

    private static boolean same(Setting<?> setting, TedgeConfig own, TedgeConfig other) {
        Optional<String> text = own.text(setting);
        return text.isPresent() && text.equals(other.text(setting));
    }

    /** In the order of thin-edge.io: the one without a profile first. */
    private static List<String> keys(Setting<?> setting, TedgeConfig own, TedgeConfig other) {
        return Stream.of(own, other)
                .sorted((one, two) -> name(one).compareTo(name(two)))
                .map(config -> key(setting, config))
                .toList();
    }

    private static String name(TedgeConfig config) {
        return config.profile().map(CloudProfile::name).orElse("");
    }

    private static String key(Setting<?> setting, TedgeConfig config) {
        return setting.key(config.profile());
    }
}
