package dev.tedge.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tomlj.TomlTable;

/**
 * The files that hold the settings of a profile, as they are now. AWS's settings have a file of their own, {@code
 * mappers/aws/mapper.toml}, or are in {@code tedge.toml} as in earlier releases of thin-edge.io (its {@code
 * tedge_config_location.rs}).
 *
 * @param directory that they are in
 * @param profile whose {@code aws.*} settings are meant
 * @param main {@code tedge.toml}
 * @param mapper the file of that profile's settings, if there is one
 */
record ConfigFiles(Path directory, Optional<CloudProfile> profile, SettingsFile main, Optional<SettingsFile> mapper) {

    static final String MAIN = "tedge.toml";

    /** Written by thin-edge.io into every {@code tedge.toml}. */
    static final String VERSION_KEY = "config.version";

    private static final String CLOUD = "aws";

    /** The layout with the names that {@link Settings} has; keys of the one before it are former names there. */
    private static final String VERSION = "2";

    /** A table of any of these in {@code tedge.toml} says that the directory has the earlier layout. */
    private static final List<String> CLOUD_TABLES = List.of(CLOUD, "c8y", "az");

    /** Reads them; see {@link SettingsFile#read}. */
    static ConfigFiles in(Path directory, Optional<CloudProfile> profile) {
        Path file = directory.resolve(MAIN);
        SettingsFile main = SettingsFile.read(file, "").orElseGet(() -> SettingsFile.of(file, "", ""));
        requireKnownVersion(main);
        return new ConfigFiles(
                directory, profile, main, SettingsFile.read(mapperFile(directory, profile), prefix(profile)));
    }

    /** As if there were none. */
    static ConfigFiles empty(Path directory, Optional<CloudProfile> profile) {
        return new ConfigFiles(directory, profile, SettingsFile.of(directory.resolve(MAIN), "", ""), Optional.empty());
    }

    /** {@code mappers/aws[.<profile>]/mapper.toml}. */
    static Path mapperFile(Path directory, Optional<CloudProfile> profile) {
        String name = CLOUD + profile.map(own -> "." + own).orElse("");
        return directory.resolve("mappers").resolve(name).resolve(CloudProfiles.MAPPER);
    }

    /** What {@code mapper.toml} leaves out of a key. */
    static String prefix(Optional<CloudProfile> profile) {
        return Setting.key(CLOUD + ".", profile);
    }

    /** Where AWS's settings of the profile are, or where the first of them will be. */
    Path cloudFile() {
        return hasMapperFile() ? mapperFile(directory, profile) : main.path();
    }

    /** The file that holds a setting, or will: it may not be there yet. */
    SettingsFile holding(Setting<?> setting) {
        if (!setting.profiled() || !hasMapperFile()) {
            return main;
        }
        return mapper.orElseGet(() ->
                SettingsFile.of(mapperFile(directory, profile), prefix(profile), "cloud_type = \"" + CLOUD + "\"\n"));
    }

    /** The same files, one of them changed. */
    ConfigFiles with(SettingsFile changed) {
        return changed.path().equals(main.path())
                ? new ConfigFiles(directory, profile, changed, mapper)
                : new ConfigFiles(directory, profile, main, Optional.of(changed));
    }

    /** Whether {@code tedge.toml} has AWS's settings of the profile as well, to no effect. */
    boolean hasBoth() {
        return mapper.isPresent() && isInMain();
    }

    private boolean hasMapperFile() {
        if (mapper.isPresent() || isInMain()) {
            return mapper.isPresent();
        }
        return CloudProfiles.anyMapperIn(directory)
                || CLOUD_TABLES.stream().noneMatch(table -> main.toml().contains(table));
    }

    private boolean isInMain() {
        if (!(main.toml().get(CLOUD) instanceof TomlTable cloud)) {
            return main.toml().contains(CLOUD);
        }
        Stream<String> ofProfile =
                profile.map(own -> "profiles." + own).stream().filter(cloud::contains);
        Stream<String> ofNone = cloud.keySet().stream().filter(key -> !key.equals("profiles"));
        return (profile.isPresent() ? ofProfile : ofNone).findAny().isPresent();
    }

    /** A file without version is one that nobody but us and people has written. */
    private static void requireKnownVersion(SettingsFile main) {
        Object version = main.toml().get(VERSION_KEY);
        if (version != null && !version.toString().equals(VERSION)) {
            throw new ConfigException("%s: the layout of the file has version %s, but only %s is known:"
                            .formatted(main.path(), version, VERSION)
                    + " bring the keys into the form that `tedge config list --doc` shows, then set '%s' to \"%s\""
                            .formatted(VERSION_KEY, VERSION));
        }
    }
}
