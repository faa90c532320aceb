package dev.tedge.config;

import dev.tedge.config.toml.AtomicFile;
import dev.tedge.config.toml.EditLock;
import dev.tedge.config.toml.FileOwner;
import dev.tedge.config.toml.TomlEditor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves AWS's settings from {@code tedge.toml}, where earlier releases of thin-edge.io have them, to the {@code
 * mapper.toml} of each profile. What is interrupted can be repeated: the old file is changed last.
 */
public final class LayoutUpgrade {

    private static final String CLOUD = "aws";
    private static final String PROFILES = "profiles";

    private final Path directory;

    private LayoutUpgrade(Path directory) {
        this.directory = directory;
    }

    /**
     * Moves what there is to move. Values are taken over as they are written; comments stay in {@code tedge.toml}, and a
     * copy of that as it was is kept as {@code tedge.toml.bak}.
     *
     * @param directory the configuration directory
     * @return whether there was anything
     * @throws ConfigException when a file can't be read or is not TOML, or when a {@code mapper.toml} says something
     *     else; {@code tedge.toml} is then as it was
     * @throws IOException when a file can't be written; likewise
     */
    public static boolean run(Path directory) throws IOException {
        LayoutUpgrade upgrade = new LayoutUpgrade(directory.toAbsolutePath().normalize());
        if (upgrade.values(upgrade.main()).isEmpty()) {
            return false;
        }
        EditLock.hold(upgrade.main().path(), upgrade::move);
        return true;
    }

    private SettingsFile main() {
        return ConfigFiles.in(directory, Optional.empty()).main();
    }

    /** The values in TOML's notation by their paths. */
    private Map<List<String>, String> values(SettingsFile main) {
        Map<List<String>, String> values = new LinkedHashMap<>(TomlEditor.literals(main.text()));
        values.keySet().removeIf(path -> !path.get(0).equals(CLOUD) || path.size() < 2);
        return values;
    }

    private void move() throws IOException {
        SettingsFile before = main();
        Map<List<String>, String> values = values(before);
        Map<Optional<CloudProfile>, SettingsFile> mappers = mappers(values);
        SettingsFile after = before.with(TomlEditor.unsetTable(before.text(), CLOUD));
        requireNothingLost(before, after, values, mappers);
        FileOwner owner = TedgeToml.owner(directory);
        AtomicFile.replaceLike(before.path(), before.path().resolveSibling(ConfigFiles.MAIN + ".bak"), before.text());
        for (SettingsFile mapper : mappers.values()) {
            owner.makeDirectories(directory, mapper.path().resolveSibling(".").normalize());
            AtomicFile.replaceLike(before.path(), mapper.path(), mapper.text());
        }
        AtomicFile.replace(after.path(), after.text(), owner);
    }

    /** The new files by profile, from those that an upgrade before this one may have left. */
    private Map<Optional<CloudProfile>, SettingsFile> mappers(Map<List<String>, String> values) {
        Map<Optional<CloudProfile>, SettingsFile> mappers = new LinkedHashMap<>();
        values.forEach((path, literal) -> {
            Optional<CloudProfile> profile = profile(path);
            List<String> key = present(path.subList(profile.isPresent() ? 3 : 1, path.size()));
            SettingsFile mapper = mappers.computeIfAbsent(profile, this::mapper);
            mappers.put(profile, mapper.with(TomlEditor.set(mapper.text(), key, literal)));
        });
        mappers.forEach((profile, mapper) -> requireNoOther(mapper, profile));
        return mappers;
    }

    private SettingsFile mapper(Optional<CloudProfile> profile) {
        return SettingsFile.of(
                ConfigFiles.mapperFile(directory, profile),
                ConfigFiles.prefix(profile),
                "cloud_type = \"" + CLOUD + "\"\n");
    }

    private static Optional<CloudProfile> profile(List<String> path) {
        if (!path.get(1).equals(PROFILES)) {
            return Optional.empty();
        }
        if (path.size() < 4) {
            throw new ConfigException(
                    "The key '%s' belongs to no profile: remove it".formatted(String.join(".", path)));
        }
        try {
            return Optional.of(new CloudProfile(path.get(2)));
        } catch (IllegalArgumentException noProfile) {
            throw new ConfigException(
                    "'%s' can't be a profile: %s".formatted(path.get(2), noProfile.getMessage()), noProfile);
        }
    }

    /** The name of today for a former one, which thin-edge.io would not know in the new file. */
    private static List<String> present(List<String> key) {
        return Settings.formerlyNamed(CLOUD + "." + String.join(".", key))
                .map(setting -> setting.path().subList(1, setting.path().size()))
                .orElse(key);
    }

    private void requireNoOther(SettingsFile mapper, Optional<CloudProfile> profile) {
        SettingsFile.read(mapper.path(), ConfigFiles.prefix(profile))
                .filter(existing -> !existing.leaves().equals(mapper.leaves()))
                .ifPresent(other -> {
                    throw new ConfigException("%s is there already and says something else than %s: remove one of them"
                            .formatted(other.path(), directory.resolve(ConfigFiles.MAIN)));
                });
    }

    /** The editor's work is checked by the parser. */
    private void requireNothingLost(
            SettingsFile before,
            SettingsFile after,
            Map<List<String>, String> values,
            Map<Optional<CloudProfile>, SettingsFile> mappers) {
        Map<List<String>, String> kept = before.leaves();
        Map<List<String>, String> moved = new HashMap<>(kept);
        kept.keySet().removeAll(values.keySet());
        moved.keySet().retainAll(values.keySet());
        Map<List<String>, String> found = new HashMap<>();
        for (List<String> path : values.keySet()) {
            Optional<CloudProfile> profile = profile(path);
            List<String> key = present(path.subList(profile.isPresent() ? 3 : 1, path.size()));
            Optional.ofNullable(mappers.get(profile))
                    .flatMap(mapper -> Optional.ofNullable(mapper.leaves().get(key)))
                    .ifPresent(value -> found.put(path, value));
        }
        boolean broken = after.toml().hasErrors()
                || mappers.values().stream().anyMatch(mapper -> mapper.toml().hasErrors());
        if (broken || !after.leaves().equals(kept) || !found.equals(moved)) {
            throw new ConfigException("The layout of %s is not understood: move the keys of '%s' by hand"
                    .formatted(before.path(), CLOUD));
        }
    }
}
