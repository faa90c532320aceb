package dev.tedge.cli;

import dev.tedge.config.ConfigException;
import dev.tedge.config.TedgeConfig;
import dev.tedge.connect.ProfileClashes;
import dev.tedge.gateway.Gateway;
import dev.tedge.gateway.GatewayLock;
import dev.tedge.gateway.service.ServiceReports;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code tedge run aws}: the gateway in the foreground, until it is told to end. */
@Command(
        name = "run",
        description = "Run the gateway in the foreground",
        subcommands = {RunCommand.Aws.class, RunCommand.Mapper.class})
final class RunCommand {

    /** {@code tedge run tedge-mapper}, as the units of thin-edge.io call it. */
    @Command(
            name = ProgramName.MAPPER,
            description = "Run the gateway in the foreground, under the name that thin-edge.io has for it",
            subcommands = Aws.class)
    @SuppressWarnings("unused")
    static final class Mapper {

        @Option(
                names = {"-i", "--init"},
                description = "Deprecated, without effect",
                scope = ScopeType.INHERIT)
        private boolean init;

        @Option(
                names = {"-c", "--clear"},
                description = "Deprecated, without effect",
                scope = ScopeType.INHERIT)
        private boolean clear;
    }

    @Command(
            name = "aws",
            description = {
                "Map local messages to AWS IoT Core and back, until SIGTERM or Ctrl-C.",
                "SIGHUP has the log level read again from system.toml.",
                "",
                "The exit code is 78 when the settings have to be changed before it can run."
            },
            footer = {"%nExample: tedge run aws --profile test", "As thin-edge.io has it: tedge run tedge-mapper aws"})
    static final class Aws extends ActionCommand {

        /** EX_CONFIG of sysexits.h: for a service manager, which need not try again. */
        private static final int WRONG_SETTINGS = 78;

        private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

        @Mixin
        private final ProfileOption profile = new ProfileOption();

        @Override
        LogLevels logLevels() {
            String instance =
                    profile.of(console()).map(own -> "tedge-mapper-aws@" + own).orElse("tedge-mapper-aws");
            return LogLevels.of(root(), LogLevel.INFO, instance, "tedge-mapper-aws", ProgramName.MAPPER, "tedge");
        }

        @Override
        int exitCodeOfSettings() {
            return WRONG_SETTINGS;
        }

        @Override
        Action prepare() throws ActionFailure {
            // Before the settings are read, which takes its time: the signal would end the service.
            HangUp.handle(this::readLogLevel);
            TedgeConfig config = config(profile.of(console()));
            List<TedgeConfig> others = others(config);
            List<String> clashes = ProfileClashes.of(config, others).problems();
            if (!clashes.isEmpty()) {
                throw new ActionFailure("failed to run the gateway", new ConfigException(String.join("\n", clashes)));
            }
            return new Action("run the gateway", () -> Foreground.run(end -> runUntil(end, config, others)));
        }

        /** Closing the gateway drains it. */
        private int runUntil(CountDownLatch end, TedgeConfig config, List<TedgeConfig> others) throws Exception {
            GatewayLock lock = GatewayLock.take(config);
            try (Gateway gateway = others.isEmpty() ? Gateway.start(config) : Gateway.startBesideOthers(config);
                    ServiceReports reports = reports(gateway)) {
                gateway.onLinkChange(reports::refresh);
                gateway.embeddedBrokerPort().ifPresent(Aws::warnOfEmbeddedBroker);
                end.await();
            } finally {
                lock.close();
            }
            return 0;
        }

        private ServiceReports reports(Gateway gateway) {
            return ServiceReports.begin(
                    console().environment(), new ServiceReports.Subject(gateway::status, gateway::pulse));
        }

        private void readLogLevel() {
            try {
                LogLevel level = logLevels().now();
                console().logging().accept(level);
                LOG.warn("SIGHUP: the log level is {}", level);
            } catch (ConfigException unusable) {
                LOG.error("SIGHUP: the log level stays as it is: {}", unusable.getMessage());
            }
        }

        private static void warnOfEmbeddedBroker(int port) {
            LOG.warn(
                    "The embedded local broker listens on 127.0.0.1:{}; it is in memory and for trying out."
                            + " For production install mosquitto and run 'tedge config set mqtt.client.port 1883'",
                    port);
        }
    }
}
