package dev.tedge.cli;

import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.connect.CheckOutcome;
import dev.tedge.connect.CheckTopics;
import dev.tedge.connect.ConnectionCheck;
import dev.tedge.connect.Systemd;
import dev.tedge.gateway.GatewayServices;
import dev.tedge.gateway.LocalBroker;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.SessionConfig;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tedge connect aws}. */
@Command(
        name = "connect",
        description =
                "Connect the device to the cloud: check settings and certificates, start the service, check the connection.",
        footer = "%nExample: tedge connect aws")
final class ConnectCommand extends ActionCommand {

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    /** Only checked, as long as there is one cloud. */
    @SuppressWarnings("unused")
    @Parameters(index = "0", paramLabel = "<CLOUD>", description = "aws")
    private CloudParameter.@Nullable Cloud cloud;

    @Option(names = "--test", description = "Check an existing connection, change nothing")
    private boolean test;

    @Option(names = "--offline", description = "Don't check the connection: for a device without a network yet")
    private boolean offline;

    @Override
    Action prepare() throws Exception {
        TedgeConfig config = config();
        config.value(Settings.AWS_URL);
        config.value(Settings.AWS_DEVICE_ID);
        ConnectSteps steps = new ConnectSteps(
                console(), config, Systemd.ofMachine(), check(config), pause -> Thread.sleep(pause.toMillis()));
        return test
                ? new Action("test connection to Aws cloud.", steps::test)
                : new Action("connect to Aws cloud.", () -> steps.connect(offline));
    }

    /** The check as the settings want it. */
    static ConnectionCheck check(TedgeConfig config) throws IOException {
        String prefix = config.value(Settings.AWS_BRIDGE_TOPIC_PREFIX);
        GatewayServices services = GatewayServices.of(config);
        CheckTopics topics = new CheckTopics(
                prefix,
                "thinedge/devices/%s/test-connection".formatted(config.value(Settings.AWS_DEVICE_ID)),
                services.mapper().status(),
                services.bridge().status());
        LocalBroker broker = new LocalBroker(config);
        SessionConfig session = broker.session("check_connection_aws-" + MqttOptions.random())
                .keepAlive(KEEP_ALIVE)
                .sessionExpiry(Duration.ZERO)
                .build();
        return new ConnectionCheck(
                session,
                topics,
                ConnectionCheck.PATIENCE,
                failure -> unreachable(failure, broker, services.mapper().service()));
    }

    private static CheckOutcome unreachable(LinkFailure failure, LocalBroker broker, String service) {
        return broker.isGateway(failure)
                ? new CheckOutcome.NoGateway(service)
                : new CheckOutcome.NoLocalBroker(broker.explain(failure));
    }
}
