package dev.tedge.cli;

import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.Gateway;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** {@code tedge run aws}: the gateway in the foreground, until it is told to end. */
@Command(name = "run", description = "Run the gateway in the foreground", subcommands = RunCommand.Aws.class)
final class RunCommand {

    @Command(name = "aws", description = "Map local messages to AWS IoT Core and back, until SIGTERM or Ctrl-C")
    static final class Aws extends ActionCommand {

        @Override
        LogLevel defaultLogLevel() {
            return LogLevel.INFO;
        }

        @Override
        Action prepare() throws ActionFailure {
            TedgeConfig config = config();
            return Action.of("run the gateway", () -> runUntilTerminated(config));
        }

        /** The JVM ends when the shutdown hook returns: draining happens in it. */
        private static void runUntilTerminated(TedgeConfig config) throws Exception {
            Gateway gateway = Gateway.start(config);
            Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "shutdown"));
            new CountDownLatch(1).await();
        }
    }
}
