package dev.tedge.cli;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.certificate.FileOwner;
import dev.tedge.config.CloudProfile;
import dev.tedge.config.ConfigException;
import dev.tedge.config.SystemToml;
import dev.tedge.config.TedgeConfig;
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

    /** From which level on is logged unless an option says otherwise; a service that runs on says {@code INFO}. */
    LogLevel defaultLogLevel() {
        return LogLevel.WARN;
    }

    @Override
    public final Integer call() throws Exception {
        console().logging().accept(root().logLevel().orElseGet(this::defaultLogLevel));
        Action action = prepared();
        try {
            return action.work().call();
        } catch (ParameterException | ActionFailure known) {
            throw known;
        } catch (Exception cause) {
            throw new ActionFailure("failed to " + action.description(), cause);
        }
    }

    private Action prepared() throws Exception {
        try {
            return prepare();
        } catch (ParameterException | ActionFailure known) {
            throw known;
        } catch (Exception cause) {
            throw new ActionFailure("missing configuration parameter", cause);
        }
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
