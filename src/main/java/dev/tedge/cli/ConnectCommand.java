package dev.tedge.cli;

import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.connect.CheckOutcome;
import dev.tedge.connect.CheckTopics;
import dev.tedge.connect.ConnectionCheck;
import dev.tedge.gateway.CertificateTrial;
import dev.tedge.gateway.GatewayServices;
import dev.tedge.gateway.LocalBroker;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.SessionConfig;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tedge connect aws}. */
@Command(
        name = "connect",
        description =
                "Connect the device to the cloud: check settings and certificates, start the service, check the connection.",
        footer = "%nExample: tedge connect aws")
final class ConnectCommand extends ActionCommand {

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    @Mixin
    private final CloudTarget target = new CloudTarget();

    @Option(names = "--test", description = "Check an existing connection, change nothing")
    private boolean test;

    @Option(names = "--offline", description = "Don't check the connection: for a device without a network yet")
    private boolean offline;

    @Override
    Action prepare() throws Exception {
        ConnectSteps steps = steps(connectable(target.profile(this)));
        return test
                ? new Action("test connection to Aws cloud.", steps::test)
                : new Action("connect to Aws cloud.", () -> steps.connect(offline));
    }

    static ConnectSteps steps(ConnectScene scene) throws IOException {
        Attempts.Pause pause = Attempts.Pause.REAL;
        return new ConnectSteps(
                scene,
                new RenewalSteps(scene, identity -> new CertificateTrial(scene.config(), identity), pause),
                new VerificationSteps(scene, check(scene.config()), VerificationSteps.PATIENCE_FOR_START, pause));
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
