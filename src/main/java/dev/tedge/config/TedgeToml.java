package dev.tedge.config;

import dev.tedge.config.toml.AtomicFile;
import dev.tedge.config.toml.EditLock;
import dev.tedge.config.toml.TomlEditor;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/** The file {@code tedge.toml}: read as a whole, changed key by key. */
public final class TedgeToml {

    /** Written by thin-edge.io into every file. */
    static final String VERSION_KEY = "config.version";

    private static final String NAME = "tedge.toml";

    /** The layout with the names that {@link Settings} has; keys of the one before it are former names there. */
    private static final String VERSION = "2";

    private final Path directory;
    private final Path file;

    private TedgeToml(Path directory) {
        this.directory = directory;
        this.file = directory.resolve(NAME);
    }

    /** The file in a configuration directory; neither needs to exist. */
    public static TedgeToml in(Path directory) {
        return new TedgeToml(directory.toAbsolutePath().normalize());
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /**
     * Stores a value and leaves the rest of the file as it is. The file is replaced at once and is on disk afterwards,
     * or it is unchanged. Others who change the file in this way at the same time wait for each other.
     *
     * @param text the value as it is typed
     * @throws ConfigException when the value is not one for the setting, when it contradicts another, or when the file
     *     can't be read, edited or written
     */
    public void set(Setting<?> setting, String text) {
        String literal;
        try {
            setting.parse(text);
            literal = setting.type().form().literal(setting.type().stored(text));
        } catch (IllegalArgumentException notOne) {
            throw new ConfigException("Failed to parse input", notOne);
        }
        edit(setting, toml -> TomlEditor.set(toml, setting.path(), literal));
    }

    /**
     * Takes a value out, so that the default holds again. No error when there is none.
     *
     * @throws ConfigException when what is left is contradictory, or the file can't be read, edited or written
     */
    public void unset(Setting<?> setting) {
        edit(setting, toml -> TomlEditor.unset(toml, setting.path()));
    }

    private void edit(Setting<?> setting, UnaryOperator<String> change) {
        if (edited(setting, change, text()).isEmpty()) {
            return;
        }
        try {
            EditLock.hold(file, () -> {
                // Read again: until now, somebody else may have changed it.
                Optional<String> after = edited(setting, change, text());
                if (after.isPresent()) {
                    AtomicFile.replace(file, after.get());
                }
            });
        } catch (NoSuchFileException missing) {
            throw new ConfigException(
                    "The directory %s does not exist: create it, or name another one with --config-dir"
                            .formatted(Path.of(missing.getFile())
                                    .resolveSibling(".")
                                    .normalize()),
                    missing);
        } catch (AccessDeniedException denied) {
            throw new ConfigException(
                    "The file %s can't be written: permission denied. Run the command with sudo".formatted(file),
                    denied);
        } catch (IOException broken) {
            throw new ConfigException("The file " + file + " can't be written: " + broken.getMessage(), broken);
        }
    }

    /** The file after the change, or empty when it stays as it is. */
    private Optional<String> edited(Setting<?> setting, UnaryOperator<String> change, String before) {
        TomlParseResult parsed = parse(before);
        String after = change.apply(before);
        for (String former : Settings.formerNames(setting)) {
            after = TomlEditor.unset(after, List.of(former.split("\\.")));
        }
        if (after.equals(before)) {
            return Optional.empty();
        }
        requireOnlyThatKeyChanged(setting, parsed, Toml.parse(after));
        requireNoNewContradiction(parsed, Toml.parse(after));
        return Optional.of(after);
    }

    /** The editor's work is checked by the parser, because it may meet a layout that it does not understand. */
    private void requireOnlyThatKeyChanged(Setting<?> setting, TomlParseResult before, TomlParseResult after) {
        Map<List<String>, String> expected = leaves(before);
        Map<List<String>, String> found = leaves(after);
        for (Map<List<String>, String> leaves : List.of(expected, found)) {
            leaves.remove(setting.path());
            Settings.formerNames(setting).forEach(former -> leaves.remove(List.of(former.split("\\."))));
        }
        if (after.hasErrors() || !expected.equals(found)) {
            throw new ConfigException("The key '%s' does not fit into the layout of %s: change it there by hand"
                    .formatted(setting, file));
        }
    }

    private void requireNoNewContradiction(TomlParseResult before, TomlParseResult after) {
        Function<TomlParseResult, List<String>> broken = toml -> ConfigRules.broken(new TedgeConfig(
                directory,
                Optional.empty(),
                ConfigReading.of(file, toml, Optional.empty()).given(),
                any -> Optional.empty(),
                List.of()));
        List<String> old = broken.apply(before);
        broken.apply(after).stream()
                .filter(rule -> !old.contains(rule))
                .findFirst()
                .ifPresent(rule -> {
                    throw new ConfigException(rule);
                });
    }

    private static Map<List<String>, String> leaves(TomlParseResult toml) {
        Map<List<String>, String> leaves = new HashMap<>();
        toml.entryPathSet(false).forEach(entry -> leaves.put(entry.getKey(), ConfigReading.printed(entry.getValue())));
        return leaves;
    }

    /** What the file says; a missing file says nothing. */
    ConfigReading reading(Optional<CloudProfile> profile) {
        return ConfigReading.of(file, parse(text()), profile);
    }

    private TomlParseResult parse(String text) {
        TomlParseResult parsed = Toml.parse(text);
        if (parsed.hasErrors()) {
            TomlParseError first = parsed.errors().get(0);
            throw new ConfigException("%s, line %d, column %d: %s"
                    .formatted(file, first.position().line(), first.position().column(), first.getMessage()));
        }
        requireKnownVersion(parsed);
        return parsed;
    }

    /** A file without version is one that nobody but us and people has written. */
    private void requireKnownVersion(TomlParseResult toml) {
        Object version = toml.get(VERSION_KEY);
        if (version != null && !version.toString().equals(VERSION)) {
            throw new ConfigException(
                    "%s: the layout of the file has version %s, but only %s is known:".formatted(file, version, VERSION)
                            + " bring the keys into the form that `tedge config list --doc` shows, then set '%s' to \"%s\""
                                    .formatted(VERSION_KEY, VERSION));
        }
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            return "";
        } catch (CharacterCodingException notText) {
            throw new ConfigException("The file " + file + " is not UTF-8 text", notText);
        } catch (AccessDeniedException denied) {
            throw new ConfigException("The file " + file + " can't be read: permission denied", denied);
        } catch (IOException broken) {
            throw new ConfigException("The file " + file + " can't be read: " + broken.getMessage(), broken);
        }
    }
}
