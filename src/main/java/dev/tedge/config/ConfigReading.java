package dev.tedge.config;

import dev.tedge.config.TedgeConfig.Given;
import dev.tedge.config.value.TomlForm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;

/** What the sources of the configuration say, not yet checked against each other. */
record ConfigReading(Map<Setting<?>, Given> given, List<String> warnings, List<String> problems) {

    private static final String PREFIX = "TEDGE_";

    /** Environment variables that are not settings. */
    private static final Set<String> RESERVED = Set.of("TEDGE_CONFIG_DIR", "TEDGE_CLOUD_PROFILE");

    ConfigReading {
        given = Map.copyOf(given);
        warnings = List.copyOf(warnings);
        problems = List.copyOf(problems);
    }

    static ConfigReading of(Path file, TomlParseResult toml, Optional<CloudProfile> profile) {
        Collector collector = new Collector(profile);
        for (String key : toml.dottedKeySet(false).stream().sorted().toList()) {
            Object value = Objects.requireNonNull(toml.get(key), key);
            String place = "%s, line %d"
                    .formatted(
                            file,
                            Objects.requireNonNull(toml.inputPositionOf(key), key)
                                    .line());
            collector.fromFile(key, value, place);
        }
        return collector.reading();
    }

    /** This reading with the environment over it. */
    ConfigReading under(Map<String, String> environment, Optional<CloudProfile> profile) {
        Collector collector = new Collector(profile);
        collector.given.putAll(given);
        collector.warnings.addAll(warnings);
        collector.problems.addAll(problems);
        Map<String, Setting<?>> variables = Settings.ALL.stream()
                .collect(Collectors.toMap(setting -> setting.environmentVariable(profile), setting -> setting));
        new TreeMap<>(environment).forEach((name, text) -> {
            Setting<?> setting = variables.get(name);
            if (setting != null) {
                collector.fromEnvironment(setting, text);
            } else if (name.startsWith(PREFIX) && !RESERVED.contains(name)) {
                collector.warnings.add("Unknown configuration field \"%s\" from environment variable %s"
                        .formatted(name.substring(PREFIX.length()).toLowerCase(Locale.ROOT), name));
            }
        });
        return collector.reading();
    }

    /** A TOML value as one text, to compare values by. */
    static String printed(Object value) {
        return value instanceof TomlArray array
                ? array.toJson()
                : value.getClass().getSimpleName() + " " + value;
    }

    private static final class Collector {

        private final Optional<CloudProfile> profile;
        private final Map<Setting<?>, Given> given = new HashMap<>();
        private final List<String> warnings = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        Collector(Optional<CloudProfile> profile) {
            this.profile = profile;
        }

        void fromFile(String key, Object value, String place) {
            Optional<Setting<?>> current = Settings.ALL.stream()
                    .filter(setting -> setting.key(profile).equals(key))
                    .findFirst();
            Optional<Setting<?>> former = Settings.formerlyNamed(key);
            if (current.isPresent()) {
                store(current.get(), value, place);
            } else if (former.isPresent()) {
                warnings.add("The key '%s' is deprecated. Use '%s' instead.".formatted(key, former.get()));
                if (!given.containsKey(former.get())) {
                    store(former.get(), value, place);
                }
            } else if (!key.equals(TedgeToml.VERSION_KEY)) {
                warnings.add("Unknown configuration field \"%s\" from toml file %s".formatted(key, place));
            }
        }

        private void store(Setting<?> setting, Object value, String place) {
            Optional<String> text = setting.type().form().textOf(value);
            if (text.isPresent()) {
                store(setting, text.get(), Origin.FILE, place);
            } else {
                problems.add("%s: '%s' must be a %s"
                        .formatted(place, setting, setting.type().name()));
            }
        }

        void fromEnvironment(Setting<?> setting, String text) {
            if (text.isEmpty()) {
                given.remove(setting);
                return;
            }
            String plain = text.startsWith("\"") ? TomlForm.parseString(text).orElse(text) : text;
            store(setting, plain, Origin.ENVIRONMENT, setting.environmentVariable(profile));
        }

        private void store(Setting<?> setting, String text, Origin origin, String place) {
            try {
                setting.parse(text);
                given.put(setting, new Given(setting.type().stored(text), origin));
            } catch (IllegalArgumentException notOne) {
                problems.add("%s: '%s': %s".formatted(place, setting, notOne.getMessage()));
            }
        }

        ConfigReading reading() {
            return new ConfigReading(given, warnings, problems);
        }
    }
}
