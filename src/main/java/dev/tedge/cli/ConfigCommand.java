package dev.tedge.cli;

import dev.tedge.config.Setting;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.config.TedgeToml;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tedge config}: the settings. */
@Command(
        name = "config",
        description = "Read and change the settings.",
        subcommands = {
            ConfigCommand.Get.class,
            ConfigCommand.Set.class,
            ConfigCommand.Unset.class,
            ConfigCommand.ListSettings.class
        })
final class ConfigCommand {

    /** A command about one setting. */
    abstract static class OnSetting extends ActionCommand {

        @Parameters(
                index = "0",
                paramLabel = "<KEY>",
                description = "A key, such as aws.url; see: tedge config list --doc")
        private String key = "";

        /** The setting that is meant, whatever spelling or former name was given. */
        final Setting<?> setting() {
            Optional<Setting<?>> exact = Settings.named(key);
            if (exact.isPresent()) {
                return exact.get();
            }
            Optional<Setting<?>> former = Settings.formerlyNamed(key);
            former.ifPresent(
                    setting -> console().warn("The key '%s' is deprecated. Use '%s' instead.".formatted(key, setting)));
            return former.or(this::spelledOtherwise)
                    .orElseThrow(() -> misused("Unknown tedge config key: '%s'".formatted(key)));
        }

        private Optional<Setting<?>> spelledOtherwise() {
            String plain = key.replace('.', '_');
            Optional<Setting<?>> meant = Settings.ALL.stream()
                    .filter(setting -> setting.key().replace('.', '_').equals(plain))
                    .findFirst();
            meant.ifPresent(setting -> console().warn("The key '%s' is written '%s'.".formatted(key, setting)));
            return meant;
        }

        final TedgeToml file() {
            return TedgeToml.in(root().configDirectory());
        }
    }

    /** {@code tedge config get}. */
    @Command(name = "get", description = "Print a value.", footer = "%nExample: tedge config get aws.url")
    static final class Get extends OnSetting {

        @Override
        Action prepare() throws ActionFailure {
            Setting<?> setting = setting();
            TedgeConfig config = config();
            return new Action(
                    "get the configuration value for key: '%s'".formatted(setting), () -> print(config, setting));
        }

        private int print(TedgeConfig config, Setting<?> setting) {
            Optional<String> value = config.text(setting);
            if (value.isPresent()) {
                console().out().println(value.get());
                return 0;
            }
            boolean id = setting.equals(Settings.DEVICE_ID) || setting.equals(Settings.AWS_DEVICE_ID);
            console()
                    .err()
                    .println(
                            id
                                    ? """
                                    The provided config key: '%s' is not configured: The device id is read from the \
                                    device certificate.
                                    To set '%1$s' to some <id>, you can use `tedge cert create --device-id <id>`.""".formatted(setting)
                                    : "The provided config key: '%s' is not set".formatted(setting));
            return TedgeCommand.FAILED;
        }
    }

    /** {@code tedge config set}. */
    @Command(
            name = "set",
            description = "Store a value.",
            footer = "%nExample: tedge config set aws.url xxxx-ats.iot.eu-central-1.amazonaws.com")
    static final class Set extends OnSetting {

        @Parameters(index = "1", paramLabel = "<VALUE>", description = "The value; of a list: a,b,c")
        private String value = "";

        @Override
        Action prepare() {
            Setting<?> setting = setting();
            return Action.of(
                    "set the configuration key: '%s' with value: %s.".formatted(setting, setting.shown(value)), () -> {
                        requireUnharmed(value);
                        file().set(setting, value);
                    });
        }

        /** The JVM puts U+FFFD in the place of each byte that the locale has no character for. */
        private static void requireUnharmed(String value) {
            if (value.indexOf('\uFFFD') >= 0) {
                throw new IllegalArgumentException("The value has characters that the locale of this shell does not"
                        + " know: set LC_ALL=C.UTF-8 and try again");
            }
        }
    }

    /** {@code tedge config unset}. */
    @Command(
            name = "unset",
            description = "Forget a stored value, so that the default holds.",
            footer = "%nExample: tedge config unset aws.bridge.keepalive_interval")
    static final class Unset extends OnSetting {

        @Override
        Action prepare() {
            Setting<?> setting = setting();
            return Action.of("unset the configuration key: '%s'".formatted(setting), () -> file().unset(setting));
        }
    }

    /** {@code tedge config list}. */
    @Command(
            name = "list",
            description = "Print the keys that have a value, defaults included.",
            footer = "%nExample: tedge config list --doc mqtt.client")
    static final class ListSettings extends ActionCommand {

        @Option(names = "--all", description = "Print the keys without a value, too")
        private boolean all;

        @Option(names = "--doc", description = "Explain the keys instead of printing their values")
        private boolean doc;

        @Parameters(index = "0", arity = "0..1", paramLabel = "<FILTER>", description = "Only keys that contain this")
        private @Nullable String filter;

        @Override
        Action prepare() throws ActionFailure {
            TedgeConfig config = config();
            List<Setting<?>> shown = Settings.ALL.stream()
                    .filter(setting -> filter == null || setting.key().contains(filter))
                    .toList();
            return Action.of("list the configuration keys and values", () -> {
                if (doc) {
                    explain(shown);
                } else {
                    list(config, shown);
                }
            });
        }

        private void list(TedgeConfig config, List<Setting<?>> shown) {
            shown.forEach(setting -> config.text(setting)
                    .ifPresent(value -> console().out().println(setting + "=" + setting.shown(value))));
            if (all) {
                console().out().println();
                shown.stream()
                        .filter(setting -> config.text(setting).isEmpty())
                        .forEach(setting -> console().out().println(setting + "="));
            }
        }

        private void explain(List<Setting<?>> shown) {
            int width = shown.stream()
                    .mapToInt(setting -> setting.key().length())
                    .max()
                    .orElse(1);
            String indent = " ".repeat(width + 2);
            for (Setting<?> setting : shown) {
                String margin = " ".repeat(width - setting.key().length());
                console().out().println(margin + setting + "  " + setting.description() + ".");
                setting.type()
                        .unit()
                        .ifPresent(unit ->
                                console().out().println(indent + "Note: A number without unit is in " + unit + "."));
                String examples = setting.examples().size() == 1 ? "Example: " : "Examples: ";
                console().out().println(indent + examples + String.join(", ", setting.examples()));
                if (!console().terminal()) {
                    console().out().println();
                }
            }
        }
    }
}
