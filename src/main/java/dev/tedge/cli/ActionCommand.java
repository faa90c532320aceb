package dev.tedge.cli;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.certificate.FileOwner;
import dev.tedge.config.CloudProfile;
import dev.tedge.config.CloudProfiles;
import dev.tedge.config.ConfigException;
import dev.tedge.config.ServiceCommands;
import dev.tedge.config.Settings;
import dev.tedge.config.SystemToml;
import dev.tedge.config.TedgeConfig;
import dev.tedge.connect.InitSystem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A command that does something. To add one: write a {@code …Command} that extends this class, with picocli's
 * annotations, implement {@link #prepare}, and name the class in the {@code subcommands} of its parent (a top-level
 * command: of {@link TedgeCommand}).
 *
 * <p>{@code prepare} looks at arguments and settings and changes nothing; what it throws is reported as a missing
 * configuration parameter, and a {@link ParameterException} (see {@link #misused}) as wrong usage. The work that it
 * returns is reported as "failed to" and its description. Nothing else prints errors. Results go to {@code
 * console().out()}, everything else to {@code console().err()}. A class of Camel, Netty or Bouncy Castle may be named
 * in the work only, so that other commands don't load it.
 */
abstract class ActionCommand implements Callable<Integer> {

    /** Set by picocli before anything is called. */
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Checks and plans; changes nothing. */
    abstract Action prepare() throws Exception;

    /** From which level on is logged; a service that runs on says {@code INFO} by default, and has a name of its own. */
    LogLevels logLevels() {
        return LogLevels.of(root(), LogLevel.WARN, "tedge");
    }

    /** The exit code when the command can't do its work by these settings. */
    int exitCodeOfSettings() {
        return TedgeCommand.FAILED;
    }

    @Override
    public final Integer call() throws Exception {
        startLogging();
        Action action = prepared();
        try {
            return action.work().call();
        } catch (ParameterException | ActionFailure known) {
            throw known;
        } catch (Exception cause) {
            throw new ActionFailure("failed to " + action.description(), cause).endingWith(exitCodeOf(cause));
        }
    }

    /** What is wrong with {@code system.toml} must not keep anybody from a command that does not need it. */
    private void startLogging() {
        LogLevels levels = logLevels();
        try {
            console().logging().accept(levels.now());
        } catch (ConfigException unusable) {
            console().logging().accept(levels.byDefault());
            console().warn("No log level was read: " + unusable.getMessage());
        }
    }

    private Action prepared() throws Exception {
        try {
            return prepare();
        } catch (ParameterException misuse) {
            throw misuse;
        } catch (ActionFailure known) {
            throw known.endingWith(exitCodeOf(known));
        } catch (Exception cause) {
            throw new ActionFailure("missing configuration parameter", cause).endingWith(exitCodeOf(cause));
        }
    }

    /** That of the settings only when the same settings will never do: a file that can't be read now may be read next time. */
    private int exitCodeOf(Exception failure) {
        boolean settings = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && !(cause instanceof AccessDeniedException)) {
                return TedgeCommand.FAILED;
            }
            settings |= cause instanceof ConfigException;
        }
        return settings ? exitCodeOfSettings() : TedgeCommand.FAILED;
    }

    /** The world outside. */
    final Console console() {
        return root().console();
    }

    /** The options that every command has. */
    final TedgeCommand root() {
        return (TedgeCommand) spec.root().userObject();
    }

    /** Loads the configuration without a profile and prints its warnings. */
    final TedgeConfig config() throws ActionFailure {
        return config(Optional.empty());
    }

    /** Loads the configuration of a profile and prints its warnings. */
    final TedgeConfig config(Optional<CloudProfile> profile) throws ActionFailure {
        try {
            TedgeConfig config = TedgeConfig.load(
                    root().configDirectory(), profile, console().environment(), CertificateDetails::commonName);
            config.warnings().forEach(console()::warn);
            return config;
        } catch (ConfigException unusable) {
            throw new ActionFailure("failed to load the configuration", unusable);
        }
    }

    /** A connection with all that is needed to make it. */
    final ConnectScene connectable(Optional<CloudProfile> profile) throws ActionFailure {
        TedgeConfig config = config(profile);
        config.value(Settings.AWS_URL);
        config.value(Settings.AWS_DEVICE_ID);
        return scene(config);
    }

    /** A connection among the others of the device. */
    final ConnectScene scene(TedgeConfig config) throws ActionFailure {
        try {
            ServiceCommands services = SystemToml.servicesIn(config.directory());
            return new ConnectScene(console(), config, others(config), InitSystem.ofMachine(services));
        } catch (ConfigException unusable) {
            throw new ActionFailure("failed to load the configuration", unusable);
        }
    }

    /** The other connections of the device. */
    final List<TedgeConfig> others(TedgeConfig own) {
        List<TedgeConfig> others = new ArrayList<>();
        for (Optional<CloudProfile> profile : CloudProfiles.in(own.directory())) {
            if (!profile.equals(own.profile())) {
                loaded(profile).ifPresent(others::add);
            }
        }
        return others;
    }

    /** A profile that nobody asked for may be broken. */
    private Optional<TedgeConfig> loaded(Optional<CloudProfile> profile) {
        try {
            return Optional.of(TedgeConfig.load(
                    root().configDirectory(), profile, console().environment(), CertificateDetails::commonName));
        } catch (ConfigException broken) {
            console().warn("Not compared with another connection: " + broken.getMessage());
            return Optional.empty();
        }
    }

    /** To whom this machine wants the files of the device to belong. */
    final FileOwner owner(TedgeConfig config) throws ActionFailure {
        try {
            SystemToml system = SystemToml.in(config.directory());
            return new FileOwner(system.user(), system.group());
        } catch (ConfigException unusable) {
            throw new ActionFailure("failed to load the configuration", unusable);
        }
    }

    /** Wrong usage that picocli can't know: exit code 2. */
    final ParameterException misused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
