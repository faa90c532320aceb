package dev.tedge.config;

import dev.tedge.config.toml.AtomicFile;
import dev.tedge.config.toml.EditLock;
import dev.tedge.config.toml.FileOwner;
import dev.tedge.config.toml.TomlEditor;
import dev.tedge.config.value.TomlForm;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The settings on disk, changed key by key: those of AWS in {@code mappers/aws/mapper.toml} or, in a directory of the
 * earlier layout, in {@code tedge.toml}; all others in {@code tedge.toml}.
 *
 * <p>A change leaves the rest of the file as it is. The file is replaced at once and is on disk afterwards, or it is
 * unchanged. Others who change the files of the directory in this way at the same time wait for each other.
 */
public final class TedgeToml {

    private final Path directory;
    private final Optional<CloudProfile> profile;

    private TedgeToml(Path directory, Optional<CloudProfile> profile) {
        this.directory = directory;
        this.profile = profile;
    }

    /** The settings of a configuration directory that exists, AWS's without a profile; the files don't need to exist. */
    public static TedgeToml in(Path directory) {
        return in(directory, Optional.empty());
    }

    /** The same, with AWS's settings of a profile. */
    public static TedgeToml in(Path directory, Optional<CloudProfile> profile) {
        return new TedgeToml(directory.toAbsolutePath().normalize(), profile);
    }

    /**
     * Stores a value.
     *
     * @param text the value as it is typed
     * @throws ConfigException when the value is not one for the setting, when it contradicts another, or when the file
     *     can't be read, edited or written
     */
    public void set(Setting<?> setting, String text) {
        String literal = literal(setting, text);
        edit(setting, (file, path, stored) -> TomlEditor.set(file, path, literal));
    }

    /**
     * Takes a value out, so that the default holds again. No error when there is none. A {@code mapper.toml} without
     * values is removed, with its directory when that is empty.
     *
     * @throws ConfigException when what is left is contradictory, or the file can't be read, edited or written
     */
    public void unset(Setting<?> setting) {
        edit(setting, (file, path, stored) -> TomlEditor.unset(file, path));
    }

    /**
     * Adds elements to a list, which is stored sorted and without duplicates; begins with the default when none is
     * stored. A setting that is not a list is {@linkplain #set set}.
     *
     * @throws ConfigException as for {@link #set}
     */
    public void add(Setting<?> setting, String text) {
        if (!isList(setting)) {
            set(setting, text);
            return;
        }
        List<String> added = elements(setting, text);
        edit(setting, (file, path, stored) -> {
            TreeSet<String> union =
                    new TreeSet<>(elements(setting, stored.text(setting).orElse("")));
            union.addAll(added);
            return TomlEditor.set(file, path, literal(setting, TomlForm.array(List.copyOf(union))));
        });
    }

    /**
     * Takes elements out of a list, of the default when none is stored. A setting that is not a list is {@linkplain
     * #unset unset} if it has that value. What is not there changes nothing.
     *
     * @throws ConfigException as for {@link #set}
     */
    public void remove(Setting<?> setting, String text) {
        String value = stored(setting, text);
        edit(setting, (file, path, stored) -> {
            if (!isList(setting)) {
                return stored.configured(setting).filter(value::equals).isPresent()
                        ? TomlEditor.unset(file, path)
                        : file;
            }
            List<String> removed = elements(setting, value);
            List<String> before = elements(setting, stored.text(setting).orElse(""));
            List<String> after = before.stream()
                    .filter(element -> !removed.contains(element))
                    .toList();
            return after.equals(before) ? file : TomlEditor.set(file, path, literal(setting, TomlForm.array(after)));
        });
    }

    /**
     * Finds out early whether a change can be stored; changes nothing.
     *
     * @throws ConfigException when it can't
     */
    public void requireWritable() {
        explained(() -> {
            Path file =
                    ConfigFiles.in(directory, profile).holding(Settings.AWS_URL).path();
            Path place = file.resolveSibling(".").normalize();
            while (!Files.exists(place)) {
                place = place.resolveSibling(".").normalize();
            }
            if (!Files.isWritable(place)) {
                throw new AccessDeniedException(file.toString());
            }
            if (EditLock.isMade(main())) {
                EditLock.hold(main(), () -> {});
            }
        });
    }

    private static boolean isList(Setting<?> setting) {
        return setting.type().form() == TomlForm.STRING_ARRAY;
    }

    private static List<String> elements(Setting<?> setting, String text) {
        return TomlForm.parseArray(text.isEmpty() ? "[]" : stored(setting, text))
                .orElseThrow(() -> new IllegalStateException("'" + setting + "' is not stored as a list"));
    }

    private static String literal(Setting<?> setting, String text) {
        return setting.type().form().literal(stored(setting, text));
    }

    private static String stored(Setting<?> setting, String text) {
        try {
            return setting.type().stored(text);
        } catch (IllegalArgumentException notOne) {
            throw new ConfigException("Failed to parse input", notOne);
        }
    }

    private void edit(Setting<?> setting, Change change) {
        if (edited(setting, change).isEmpty()) {
            return;
        }
        explained(() -> EditLock.hold(main(), () -> {
            // Read again: until now, somebody else may have changed it.
            Optional<SettingsFile> changed = edited(setting, change);
            if (changed.isPresent()) {
                store(changed.get(), setting);
            }
        }));
    }

    private Path main() {
        return directory.resolve(ConfigFiles.MAIN);
    }

    private void explained(EditLock.Edit work) {
        try {
            work.run();
        } catch (NoSuchFileException missing) {
            throw new ConfigException(
                    "The directory %s does not exist: create it, or name another one with --config-dir"
                            .formatted(directory),
                    missing);
        } catch (AccessDeniedException denied) {
            throw new ConfigException(
                    "The file %s can't be written: permission denied. Run the command with sudo"
                            .formatted(Optional.ofNullable(denied.getFile()).orElse(main().toString())),
                    denied);
        } catch (IOException broken) {
            throw new ConfigException("The file " + main() + " can't be written: " + broken.getMessage(), broken);
        }
    }

    private void store(SettingsFile file, Setting<?> changed) throws IOException {
        FileOwner owner = owner(directory);
        Path parent = file.path().resolveSibling(".").normalize();
        owner.makeDirectories(directory, parent);
        AtomicFile.removeLeftOver(parent);
        if (changed.secret() && file.leaves().containsKey(file.pathOf(changed.key(profile)))) {
            AtomicFile.replaceSecret(file.path(), file.text(), owner);
        } else if (file.hasSettings() || parent.equals(directory)) {
            AtomicFile.replace(file.path(), file.text(), owner);
        } else {
            Files.deleteIfExists(file.path());
            FileOwner.removeIfEmpty(parent);
        }
    }

    /** Who owns what is made in a configuration directory. */
    static FileOwner owner(Path directory) {
        return new FileOwner(() -> {
            SystemToml system = SystemToml.in(directory);
            return Map.entry(system.user(), system.group());
        });
    }

    /** The file after the change, or empty when it stays as it is. */
    private Optional<SettingsFile> edited(Setting<?> setting, Change change) {
        ConfigFiles files = ConfigFiles.in(directory, profile);
        SettingsFile before = files.holding(setting);
        List<String> path = before.pathOf(setting.key(profile));
        String text = change.apply(before.text(), path, TedgeConfig.stored(files));
        for (String former : Settings.formerNames(setting)) {
            text = TomlEditor.unset(text, before.pathOf(Setting.key(former, profile)));
        }
        SettingsFile after = before.with(text);
        if (text.equals(before.text())) {
            return Optional.empty();
        }
        requireOnlyThatKeyChanged(setting, before, after);
        requireNoNewContradiction(files, files.with(after));
        return Optional.of(after);
    }

    /** The editor's work is checked by the parser, because it may meet a layout that it does not understand. */
    private void requireOnlyThatKeyChanged(Setting<?> setting, SettingsFile before, SettingsFile after) {
        Map<List<String>, String> expected = before.leaves();
        Map<List<String>, String> found = after.leaves();
        for (Map<List<String>, String> leaves : List.of(expected, found)) {
            leaves.remove(before.pathOf(setting.key(profile)));
            Settings.formerNames(setting).forEach(former -> leaves.remove(before.pathOf(Setting.key(former, profile))));
        }
        if (after.toml().hasErrors() || !expected.equals(found)) {
            throw new ConfigException("The key '%s' does not fit into the layout of %s: change it there by hand"
                    .formatted(setting.key(profile), before.path()));
        }
    }

    private static void requireNoNewContradiction(ConfigFiles before, ConfigFiles after) {
        List<String> old = ConfigRules.broken(TedgeConfig.stored(before));
        ConfigRules.broken(TedgeConfig.stored(after)).stream()
                .filter(rule -> !old.contains(rule))
                .findFirst()
                .ifPresent(rule -> {
                    throw new ConfigException(rule);
                });
    }

    /** What becomes of the text of a file, in which the setting has that path. */
    @FunctionalInterface
    private interface Change {
        String apply(String text, List<String> path, TedgeConfig stored);
    }
}
