package dev.tedge.cli;

import dev.tedge.config.NamedSetting;
import dev.tedge.config.Setting;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tedge config}: the settings. */
@Command(
        name = "config",
        description = "Read and change the settings.",
        subcommands = {
            ConfigCommand.Get.class,
            ConfigCommand.Set.class,
            ConfigCommand.Unset.class,
            ConfigCommand.Add.class,
            ConfigCommand.Remove.class,
            ConfigListCommand.class,
            ConfigUpgradeCommand.class
        })
final class ConfigCommand {

    /** {@code tedge config get}. */
    @Command(name = "get", description = "Print a value.", footer = "%nExample: tedge config get aws.url")
    static final class Get extends ConfigKeyCommand {

        @Override
        Action prepare() throws ActionFailure {
            NamedSetting named = named();
            TedgeConfig config = config(named.profile());
            return new Action(
                    "get the configuration value for key: '%s'".formatted(named.key()), () -> print(config, named));
        }

        private int print(TedgeConfig config, NamedSetting named) {
            Optional<String> value = config.text(named.setting());
            if (value.isPresent()) {
                console().out().println(value.get());
                return 0;
            }
            Setting<?> setting = named.setting();
            boolean id = setting.equals(Settings.DEVICE_ID) || setting.equals(Settings.AWS_DEVICE_ID);
            console()
                    .err()
                    .println(
                            id
                                    ? """
                                    The provided config key: '%s' is not configured: The device id is read from the \
                                    device certificate.
                                    To set '%1$s' to some <id>, you can use `tedge cert create --device-id <id>`.""".formatted(named.key())
                                    : "The provided config key: '%s' is not set".formatted(named.key()));
            return TedgeCommand.FAILED;
        }
    }

    /** {@code tedge config set}. */
    @Command(
            name = "set",
            description = "Store a value.",
            footer = "%nExample: tedge config set aws.url xxxx-ats.iot.eu-central-1.amazonaws.com")
    static final class Set extends ConfigKeyCommand {

        @Parameters(index = "1", paramLabel = "<VALUE>", description = "The value; of a list: a,b,c")
        private String value = "";

        @Override
        Action prepare() {
            NamedSetting named = named();
            Setting<?> setting = named.setting();
            String description =
                    "set the configuration key: '%s' with value: %s.".formatted(named.key(), setting.shown(value));
            return Action.of(description, () -> {
                requireUnharmed(value);
                file(named).set(setting, value);
            });
        }
    }

    /** {@code tedge config unset}. */
    @Command(
            name = "unset",
            description = "Forget a stored value, so that the default holds.",
            footer = "%nExample: tedge config unset aws.bridge.keepalive_interval")
    static final class Unset extends ConfigKeyCommand {

        @Override
        Action prepare() {
            NamedSetting named = named();
            return Action.of(
                    "unset the configuration key: '%s'".formatted(named.key()),
                    () -> file(named).unset(named.setting()));
        }
    }

    /** {@code tedge config add}. */
    @Command(
            name = "add",
            description = "Add elements to a list; store another value.",
            footer = "%nExample: tedge config add aws.topics te/+/+/+/+/twin/+")
    static final class Add extends ConfigKeyCommand {

        @Parameters(index = "1", paramLabel = "<VALUE>", description = "The elements: a,b,c")
        private String value = "";

        @Override
        Action prepare() {
            NamedSetting named = named();
            Setting<?> setting = named.setting();
            String description =
                    "add to the configuration key: '%s' with value: %s.".formatted(named.key(), setting.shown(value));
            return Action.of(description, () -> {
                requireUnharmed(value);
                file(named).add(setting, value);
            });
        }
    }

    /** {@code tedge config remove}. */
    @Command(
            name = "remove",
            description = "Take elements out of a list; forget another value if it is this one.",
            footer = "%nExample: tedge config remove aws.topics te/+/+/+/+/a/+")
    static final class Remove extends ConfigKeyCommand {

        @Parameters(index = "1", paramLabel = "<VALUE>", description = "The elements: a,b,c")
        private String value = "";

        @Override
        Action prepare() {
            NamedSetting named = named();
            Setting<?> setting = named.setting();
            String description = "remove from the configuration key: '%s' the value: %s."
                    .formatted(named.key(), setting.shown(value));
            return Action.of(description, () -> {
                requireUnharmed(value);
                file(named).remove(setting, value);
            });
        }
    }
}
