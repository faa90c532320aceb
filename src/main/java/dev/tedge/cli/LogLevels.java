package dev.tedge.cli;

import dev.tedge.config.ConfigException;
import dev.tedge.config.SystemToml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * From which level on a program logs: what its options say, or else {@code RUST_LOG}, {@code [log]} in {@code system.toml}, its
 * default (thin-edge.io, {@code tedge_config/src/cli.rs}). Of {@code RUST_LOG} only a level is understood, not one for a module.
 *
 * @param option what the command line says
 * @param environment of the process
 * @param configDirectory where {@code system.toml} is
 * @param programs the names under which it may be there, the first wins
 * @param byDefault when nobody says anything
 */
record LogLevels(
        Optional<LogLevel> option,
        Map<String, String> environment,
        Path configDirectory,
        List<String> programs,
        LogLevel byDefault) {

    private static final String SYSTEM_TOML = "system.toml";

    LogLevels {
        Objects.requireNonNull(option, "option");
        environment = Map.copyOf(environment);
        Objects.requireNonNull(configDirectory, "configDirectory");
        programs = List.copyOf(programs);
        Objects.requireNonNull(byDefault, "byDefault");
    }

    static LogLevels of(TedgeCommand root, LogLevel byDefault, String... programs) {
        return new LogLevels(
                root.logLevel(), root.console().environment(), root.configDirectory(), List.of(programs), byDefault);
    }

    /**
     * The level that holds now; {@code system.toml} is read at each call, unless something stronger has spoken.
     *
     * @throws ConfigException when {@code system.toml} can't be used, or has something else than a level
     */
    LogLevel now() {
        return option.or(() -> LogLevel.named(environment.getOrDefault("RUST_LOG", "")))
                .or(this::ofSystem)
                .orElse(byDefault);
    }

    private Optional<LogLevel> ofSystem() {
        if (Files.notExists(configDirectory.resolve(SYSTEM_TOML))) {
            return Optional.empty();
        }
        Map<String, String> levels = SystemToml.in(configDirectory).logLevels();
        return programs.stream()
                .filter(levels::containsKey)
                .findFirst()
                .map(program -> level(program, levels.getOrDefault(program, "")));
    }

    private LogLevel level(String program, String name) {
        return LogLevel.named(name)
                .orElseThrow(() -> new ConfigException(
                        "%s: 'log.%s' is '%s', which is no level: give error, warn, info, debug or trace"
                                .formatted(configDirectory.resolve(SYSTEM_TOML), program, name)));
    }
}
