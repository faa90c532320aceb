package dev.tedge.cli;

import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.Gateway;
import dev.tedge.gateway.GatewayLock;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** {@code tedge run aws}: the gateway in the foreground, until it is told to end. */
@Command(name = "run", description = "Run the gateway in the foreground", subcommands = RunCommand.Aws.class)
final class RunCommand {

    @Command(name = "aws", description = "Map local messages to AWS IoT Core and back, until SIGTERM or Ctrl-C")
    static final class Aws extends ActionCommand {

        private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

        @Override
        LogLevel defaultLogLevel() {
            return LogLevel.INFO;
        }

        @Override
        Action prepare() throws ActionFailure {
            TedgeConfig config = config();
            return new Action("run the gateway", () -> Foreground.run(end -> runUntil(end, config)));
        }

        /** Closing the gateway drains it. */
        private static int runUntil(CountDownLatch end, TedgeConfig config) throws Exception {
            GatewayLock lock = GatewayLock.take(config);
            try (Gateway gateway = Gateway.start(config)) {
                gateway.embeddedBrokerPort().ifPresent(Aws::warnOfEmbeddedBroker);
                end.await();
            } finally {
                lock.close();
            }
            return 0;
        }

        private static void warnOfEmbeddedBroker(int port) {
            LOG.warn(
                    "The embedded local broker listens on 127.0.0.1:{}; it is in memory and for trying out."
                            + " For production install mosquitto and run 'tedge config set mqtt.client.port 1883'",
                    port);
        }
    }
}
