package dev.tedge.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * {@code <config-dir>/system.toml}: what this machine is like (thin-edge.io, {@code tedge_config/src/system_toml}).
 *
 * @param user who shall own what the program makes; empty to leave that as it is
 * @param group likewise
 * @param services how services are started and stopped
 * @param logLevels {@code [log]}: name of a program to its level, both in lower case
 */
public record SystemToml(
        Optional<String> user, Optional<String> group, ServiceCommands services, Map<String, String> logLevels) {

    private static final String NAME = "system.toml";

    private static final String OWNER = "tedge";

    public SystemToml {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(services, "services");
        logLevels = Map.copyOf(logLevels);
    }

    /**
     * Reads the file in a configuration directory; without one, everything is as thin-edge.io has it by default.
     *
     * @throws ConfigException when it can't be read, is not TOML, or has a value of the wrong type; the message names the
     *     place
     */
    public static SystemToml in(Path configDirectory) {
        Path file = configDirectory.resolve(NAME);
        return new Reading(file, parsed(file)).system();
    }

    /**
     * How services are started and stopped. Root does not run what somebody else has written there, whoever owns the directory.
     *
     * @throws ConfigException likewise, and when the caller is root and others can write the file; the message has the remedy
     */
    public static ServiceCommands servicesIn(Path configDirectory) {
        WordOfRoot word = WordOfRoot.in(configDirectory.resolve(NAME));
        ServiceCommands services = in(configDirectory).services();
        if (!services.equals(ServiceCommands.SYSTEMD)) {
            word.require();
        }
        return services;
    }

    private static TomlParseResult parsed(Path file) {
        TomlParseResult toml = Toml.parse(text(file));
        if (toml.hasErrors()) {
            TomlParseError first = toml.errors().get(0);
            throw new ConfigException("%s, line %d, column %d: %s"
                    .formatted(file, first.position().line(), first.position().column(), first.getMessage()));
        }
        return toml;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            return "";
        } catch (AccessDeniedException denied) {
            throw new ConfigException(
                    "The file %s can't be read: permission denied. Run the command with sudo".formatted(file), denied);
        } catch (IOException broken) {
            throw new ConfigException("The file %s can't be read: %s".formatted(file, broken.getMessage()), broken);
        }
    }

    /** The file, with what it means. */
    private record Reading(Path file, TomlParseResult toml) {

        SystemToml system() {
            return new SystemToml(owner("user"), owner("group"), services(), logLevels());
        }

        /** As in thin-edge.io, a wrong type of one makes both what they are by default. */
        private Optional<String> owner(String key) {
            boolean usable = List.of("user", "group").stream()
                    .map(toml::get)
                    .allMatch(value -> value == null || value instanceof String);
            String name = usable && toml.get(key) instanceof String given ? given : OWNER;
            return Optional.of(name).filter(given -> !given.isEmpty());
        }

        private ServiceCommands services() {
            Object init = toml.get("init");
            if (init == null) {
                return ServiceCommands.SYSTEMD;
            }
            if (!(init instanceof TomlTable)) {
                throw wrong("init", "a table");
            }
            List<String> restart = command("restart");
            return new ServiceCommands(
                    toml.get("init.name") instanceof String name ? name : ServiceCommands.SYSTEMD.name(),
                    command("is_available"),
                    toml.get("init.start") == null ? restart : command("start"),
                    restart,
                    command("stop"),
                    command("enable"),
                    command("disable"),
                    command("is_active"));
        }

        private List<String> command(String key) {
            String path = "init." + key;
            if (!(toml.get(path) instanceof TomlArray array)
                    || array.isEmpty()
                    || !array.toList().stream().allMatch(String.class::isInstance)) {
                throw wrong(
                        path,
                        "an array with a program and its arguments, as in [\"/sbin/rc-service\", \"{}\", \"start\"]");
            }
            return array.toList().stream().map(String.class::cast).toList();
        }

        private Map<String, String> logLevels() {
            Map<String, String> levels = new TreeMap<>();
            if (toml.get("log") instanceof TomlTable log) {
                log.dottedKeySet(false).forEach(program -> levels.put(program, level("log." + program)));
            }
            return levels;
        }

        private String level(String path) {
            if (!(toml.get(path) instanceof String level)) {
                throw wrong(path, "a level: error, warn, info, debug or trace");
            }
            return level.toLowerCase(Locale.ROOT);
        }

        private ConfigException wrong(String path, String expected) {
            TomlPosition position = toml.inputPositionOf(path);
            String place = position == null ? file.toString() : "%s, line %d".formatted(file, position.line());
            return new ConfigException("%s: '%s' must be %s".formatted(place, path, expected));
        }
    }
}
