package dev.tedge.config;

import dev.tedge.config.TedgeConfig.Given;
import dev.tedge.config.value.TomlForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the sources of the configuration say of one profile, not yet checked against each other. */
record ConfigReading(Map<Setting<?>, Given> given, List<String> warnings, List<String> problems) {

    /** What {@code mapper.toml} is about; as a setting it can't be changed. */
    private static final String CLOUD_TYPE = "aws.cloud_type";

    /** Nobody has said anything. */
    static final ConfigReading EMPTY = new ConfigReading(Map.of(), List.of(), List.of());

    ConfigReading {
        given = Map.copyOf(given);
        warnings = List.copyOf(warnings);
        problems = List.copyOf(problems);
    }

    /** What the files say. */
    static ConfigReading of(ConfigFiles files) {
        Collector collector = new Collector(files.profile());
        collector.read(files.main(), files.mapper().isPresent());
        files.mapper().ifPresent(mapper -> {
            if (files.hasBoth()) {
                collector.warnings.add(
                        "%s is used for the settings of AWS; those in %s have no effect: remove them there"
                                .formatted(mapper.path(), files.main().path()));
            }
            collector.read(mapper, false);
        });
        return collector.reading();
    }

    /** This reading with the environment over it. */
    ConfigReading under(Map<String, String> environment, Optional<CloudProfile> profile) {
        Collector collector = new Collector(profile);
        collector.given.putAll(given);
        collector.warnings.addAll(warnings);
        collector.problems.addAll(problems);
        EnvironmentReading variables = EnvironmentReading.of(environment, profile);
        variables.given().forEach(collector::fromEnvironment);
        collector.warnings.addAll(variables.warnings());
        return collector.reading();
    }

    private static final class Collector {

        private final Optional<CloudProfile> profile;
        private final Map<Setting<?>, Given> given = new HashMap<>();
        private final List<String> warnings = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        Collector(Optional<CloudProfile> profile) {
            this.profile = profile;
        }

        /** Reads a file, without AWS's settings if they come from another. */
        void read(SettingsFile file, boolean cloudIsElsewhere) {
            for (String key : file.toml().dottedKeySet(false).stream().sorted().toList()) {
                Object value = Objects.requireNonNull(file.toml().get(key), key);
                boolean inMain = file.prefix().isEmpty();
                String name = inMain ? key : "aws." + key;
                Optional<NamedSetting> named = NamedSetting.written(name)
                        .filter(setting -> inMain || setting.profile().isEmpty());
                if (named.isEmpty()) {
                    unknown(name, key, value, file.place(key));
                } else if (isMeant(named.get(), file) && !(cloudIsElsewhere && isOfAws(named.get()))) {
                    store(named.get(), value, file.place(key));
                }
            }
        }

        private boolean isMeant(NamedSetting named, SettingsFile file) {
            // A file of AWS's settings is that of the profile.
            return !file.prefix().isEmpty()
                    || !named.setting().profiled()
                    || named.profile().equals(profile);
        }

        private static boolean isOfAws(NamedSetting named) {
            return named.setting().profiled();
        }

        private void unknown(String name, String key, Object value, String place) {
            if (name.equals(CLOUD_TYPE)) {
                if (!value.equals("aws")) {
                    problems.add("%s: '%s' must be \"aws\"".formatted(place, key));
                }
            } else if (!name.equals(ConfigFiles.VERSION_KEY) && !NamedSetting.isOfAnotherCloud(name)) {
                warnings.add("Unknown configuration field \"%s\" from toml file %s".formatted(key, place));
            }
        }

        private void store(NamedSetting named, Object value, String place) {
            Setting<?> setting = named.setting();
            named.warning().ifPresent(warnings::add);
            if (named.warning().isPresent() && given.containsKey(setting)) {
                // The present name wins over the former one.
                return;
            }
            Optional<String> text = setting.type().form().textOf(value);
            if (text.isPresent()) {
                store(setting, text.get(), Origin.FILE, place);
            } else {
                problem(
                        setting,
                        "%s: '%s' must be a %s"
                                .formatted(
                                        place,
                                        setting.key(profile),
                                        setting.type().name()));
            }
        }

        void fromEnvironment(Setting<?> setting, EnvironmentReading.Variable variable) {
            if (variable.text().isEmpty()) {
                given.remove(setting);
                return;
            }
            String text = variable.text();
            String plain = text.startsWith("\"") ? TomlForm.parseString(text).orElse(text) : text;
            store(setting, plain, Origin.ENVIRONMENT, variable.name());
        }

        private void store(Setting<?> setting, String text, Origin origin, String place) {
            try {
                setting.parse(text);
                given.put(setting, new Given(setting.type().stored(text), origin));
            } catch (IllegalArgumentException notOne) {
                problem(setting, "%s: '%s': %s".formatted(place, setting.key(profile), notOne.getMessage()));
            }
        }

        /** Of what has no effect, nothing can be wrong. */
        private void problem(Setting<?> setting, String problem) {
            if (!UnusedSettings.ALL.contains(setting)) {
                problems.add(problem);
            }
        }

        ConfigReading reading() {
            return new ConfigReading(given, warnings, problems);
        }
    }
}
