package dev.tedge.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/**
 * A TOML file with settings, as it is now or as it is to be.
 *
 * @param path where it is; it may not be there yet
 * @param prefix what the keys of the settings begin with that is left out in the file: {@code aws.}, or nothing
 * @param text all of it
 * @param toml what the text means
 */
record SettingsFile(Path path, String prefix, String text, TomlParseResult toml) {

    /**
     * Reads a file.
     *
     * @return empty when there is none
     * @throws ConfigException when it can't be read or is not TOML; the message names the place
     */
    static Optional<SettingsFile> read(Path path, String prefix) {
        return text(path).map(text -> {
            SettingsFile file = of(path, prefix, text);
            if (file.toml.hasErrors()) {
                TomlParseError first = file.toml.errors().get(0);
                throw new ConfigException("%s, line %d, column %d: %s"
                        .formatted(
                                path, first.position().line(), first.position().column(), first.getMessage()));
            }
            return file;
        });
    }

    /** A file with that text, whether or not it is TOML. */
    static SettingsFile of(Path path, String prefix, String text) {
        return new SettingsFile(path, prefix, text, Toml.parse(text));
    }

    /** The same file with another text. */
    SettingsFile with(String newText) {
        return of(path, prefix, newText);
    }

    /** How a setting is called in the file, outermost table first. */
    List<String> pathOf(String key) {
        return List.of(key.substring(prefix.length()).split("\\."));
    }

    /** Its values by where they are, each in a form that tells it from others. */
    Map<List<String>, String> leaves() {
        Map<List<String>, String> leaves = new HashMap<>();
        toml.entryPathSet(false).forEach(entry -> leaves.put(entry.getKey(), comparable(entry.getValue())));
        return leaves;
    }

    /** Whether there is anything in it but what says what it is about. */
    boolean hasSettings() {
        return leaves().keySet().stream().anyMatch(path -> !path.equals(List.of("cloud_type")));
    }

    /** The file and the line of a key, for messages. */
    String place(String key) {
        return "%s, line %d"
                .formatted(
                        path,
                        Objects.requireNonNull(toml.inputPositionOf(key), key).line());
    }

    private static String comparable(Object value) {
        return value instanceof TomlArray array
                ? array.toJson()
                : value.getClass().getSimpleName() + " " + value;
    }

    private static Optional<String> text(Path path) {
        try {
            return Optional.of(Files.readString(path));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (CharacterCodingException notText) {
            throw new ConfigException("The file " + path + " is not UTF-8 text", notText);
        } catch (AccessDeniedException denied) {
            throw new ConfigException("The file " + path + " can't be read: permission denied", denied);
        } catch (IOException broken) {
            throw new ConfigException("The file " + path + " can't be read: " + broken.getMessage(), broken);
        }
    }

    /** Without the text, in which there may be secrets. */
    @Override
    public String toString() {
        return path.toString();
    }
}
