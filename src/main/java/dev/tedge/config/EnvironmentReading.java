package dev.tedge.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the environment says of the settings of one profile. */
record EnvironmentReading(Map<Setting<?>, Variable> given, List<String> warnings) {

    private static final String PREFIX = "TEDGE_";

    /** Variables that are not settings. */
    private static final Set<String> RESERVED = Set.of("TEDGE_CONFIG_DIR", "TEDGE_CLOUD_PROFILE", "TEDGE_JAVA_OPTIONS");

    /** Other clouds. */
    private static final Pattern ELSEWHERE = Pattern.compile("TEDGE_(C8Y|AZ|AZURE)_.*");

    EnvironmentReading {
        given = Map.copyOf(given);
        warnings = List.copyOf(warnings);
    }

    static EnvironmentReading of(Map<String, String> environment, Optional<CloudProfile> profile) {
        Map<String, Setting<?>> variables = variables(profile);
        Map<Setting<?>, Variable> given = new LinkedHashMap<>();
        List<String> warnings = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, text) -> {
            Setting<?> setting = variables.get(name);
            if (setting != null) {
                given.put(setting, new Variable(name, text));
            } else if (name.startsWith(PREFIX) && !isKnown(name)) {
                warnings.add("Unknown configuration field \"%s\" from environment variable %s"
                        .formatted(name.substring(PREFIX.length()).toLowerCase(Locale.ROOT), name));
            }
        });
        return new EnvironmentReading(given, warnings);
    }

    /** The name of each variable. A shell takes no {@code -} in one, so {@code _} stands for it as well. */
    private static Map<String, Setting<?>> variables(Optional<CloudProfile> profile) {
        Map<String, Setting<?>> variables = new HashMap<>();
        all().forEach(setting -> {
            String name = setting.environmentVariable(profile);
            variables.put(name, setting);
            variables.put(name.replace('-', '_'), setting);
        });
        return variables;
    }

    /** Whether it means something, though not for this profile. */
    private static boolean isKnown(String name) {
        return RESERVED.contains(name)
                || ELSEWHERE.matcher(name).matches()
                || variables(Optional.empty()).containsKey(name)
                || ofSomeProfile().matcher(name).matches();
    }

    private static Pattern ofSomeProfile() {
        return Pattern.compile(all().filter(Setting::profiled)
                .map(setting -> Pattern.quote(setting.environmentVariable().substring("TEDGE_AWS_".length())))
                .collect(Collectors.joining("|", "TEDGE_AWS_PROFILES_.+_(", ")")));
    }

    private static Stream<Setting<?>> all() {
        return Stream.concat(UnusedSettings.ALL.stream(), Settings.ALL.stream());
    }

    /** One variable. */
    record Variable(String name, String text) {

        /** Without the value, which may be a secret. */
        @Override
        public String toString() {
            return name;
        }
    }
}
