package dev.tedge.cli.demo;

import dev.tedge.certificate.KeyWithChain;
import dev.tedge.certificate.PemCertificates;
import dev.tedge.certificate.ThrowawayAuthority;
import dev.tedge.gateway.Gateway;
import dev.tedge.simulator.AwsIotSimulator;
import dev.tedge.simulator.SimulatorEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A device, the gateway and a cloud in this JVM, on free ports of 127.0.0.1, and a story that sends messages through
 * all of it. What is printed as arrived has been seen at the other side: in the cloud by the simulator, on the device
 * by a client of the local broker.
 */
public final class Demo {

    private static final Duration FIND_A_PARTNER = Duration.ofMillis(500);

    private final PrintWriter out;
    private final PrintWriter err;
    private final Sightings sightings = new Sightings();
    private final long start = System.nanoTime();

    /** What the cloud refused last: the best explanation when something does not arrive. */
    private volatile Optional<String> refusal = Optional.empty();

    /**
     * Nothing is started yet.
     *
     * @param out for the story
     * @param err for what went wrong
     */
    public Demo(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** The rest of a run, after the story. */
    @FunctionalInterface
    private interface Sequel {
        void tell(DemoDirectory directory, AwsIotSimulator cloud, int brokerPort) throws InterruptedException;
    }

    /**
     * Tells the story.
     *
     * @return 0 when every message arrived, else 1
     * @throws Exception when something can't be started; the message says what
     */
    public int once() throws Exception {
        return run((directory, cloud, brokerPort) -> {});
    }

    /**
     * Tells the story, then goes on printing what others publish until the end is ordered or the thread interrupted.
     *
     * @param in lines {@code [topic] payload} to be published by the cloud; its end means nothing
     * @return 0 when every message of the story arrived, else 1
     * @throws Exception when something can't be started; the message says what
     */
    public int until(CountDownLatch end, InputStream in) throws Exception {
        return run((directory, cloud, brokerPort) -> {
            invite(directory, brokerPort);
            new CloudLines((topic, payload) -> publish(cloud, topic, payload), err::println).readFrom(in);
            follow(end);
        });
    }

    private int run(Sequel sequel) throws Exception {
        out.println("A device, its gateway and a cloud, all on 127.0.0.1 and gone when the demo ends:");
        out.println();
        try (DemoDirectory directory = DemoDirectory.create();
                AwsIotSimulator cloud = startCloud(directory);
                Gateway gateway = startGateway(directory, cloud.port());
                LocalDevice device =
                        LocalDevice.connect(gateway.embeddedBrokerPort().orElseThrow(), sightings)) {
            Story story = new Story(out, sightings, device, cloud);
            List<Step> missing = tell(story);
            report(missing, gateway);
            sightings.clear();
            sequel.tell(directory, cloud, gateway.embeddedBrokerPort().orElseThrow());
            return missing.isEmpty() ? 0 : 1;
        }
    }

    private AwsIotSimulator startCloud(DemoDirectory directory) throws IOException {
        ThrowawayAuthority authority = ThrowawayAuthority.create(Clock.systemUTC());
        authority.writeCertificate(directory.authority());
        KeyWithChain server = authority.issueServer(SimulatorSession.SERVER_NAMES);
        AwsIotSimulator cloud = AwsIotSimulator.builder()
                .serverIdentity(server.key(), server.chain())
                .device(PemCertificates.first(directory.certificate()))
                .onMessage(message -> sightings.add(Sighting.now(
                        Place.CLOUD,
                        MessageLine.of(message.topic(), message.payload().asByteBuffer()))))
                .onEvent(event -> {
                    if (event instanceof SimulatorEvent.Refused refused) {
                        refusal = Optional.of(refused.reason());
                    }
                })
                .start();
        out.println("  cloud    a simulator of AWS IoT Core on port " + cloud.port()
                + ", with mutual TLS and a device policy");
        return cloud;
    }

    private Gateway startGateway(DemoDirectory directory, int cloudPort) throws IOException {
        int brokerPort = freePort();
        Gateway gateway = Gateway.start(directory.configure(brokerPort, cloudPort));
        out.println("  device   a local MQTT broker on port " + brokerPort + ", embedded and in memory");
        out.println("  gateway  'tedge run aws' between the two, as the thing '" + DemoDirectory.DEVICE + "'");
        return gateway;
    }

    /** The broker has to be told its port. Taken by somebody else in this very moment: its start fails and says so. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private List<Step> tell(Story story) throws IOException, InterruptedException {
        List<Step> missing = new ArrayList<>();
        boolean connected = story.awaitGateway();
        for (Story.Chapter chapter : Story.chapters(DemoDirectory.DEVICE)) {
            missing.addAll(connected ? story.tell(chapter) : chapter.steps());
        }
        return missing;
    }

    private void report(List<Step> missing, Gateway gateway) {
        if (missing.isEmpty()) {
            double seconds = (System.nanoTime() - start) / 1e9;
            out.println();
            out.println(String.format(Locale.ROOT, "Every message arrived, %.1f s after the start.", seconds));
            return;
        }
        err.println("Did not arrive:");
        missing.forEach(step -> err.println("  " + step.message().topic() + " → " + step.arrival()));
        refusal.ifPresent(reason -> err.println("The cloud refused: " + reason));
        if (!gateway.aws().up()) {
            gateway.aws()
                    .lastFailure()
                    .ifPresent(failure -> err.println("The gateway has no connection to the cloud: " + failure.text()));
        }
    }

    private void invite(DemoDirectory directory, int brokerPort) {
        out.println();
        out.println("Your turn, until Ctrl-C. As the device, in another terminal:");
        out.println(
                "  mosquitto_pub -p " + brokerPort + " -t te/device/main///m/environment -m '{\"temperature\":22.5}'");
        out.println("  tedge --config-dir " + directory.path()
                + " mqtt pub te/device/main///m/environment '{\"temperature\":22.5}'");
        out.println("As the cloud, type here:");
        out.println("  [thinedge/" + DemoDirectory.DEVICE + "/cmd/light] {\"on\":false}");
        out.println();
    }

    private void publish(AwsIotSimulator cloud, String topic, String payload) {
        sightings.add(Sighting.now(Place.FROM_CLOUD, new MessageLine(topic, payload)));
        cloud.publish(topic, payload);
    }

    private void follow(CountDownLatch end) throws InterruptedException {
        Pairing pairing = new Pairing();
        while (end.getCount() > 0) {
            sightings.next(FIND_A_PARTNER).flatMap(pairing::add).ifPresent(hop -> out.println("  " + hop.text(0)));
            for (Sighting lonely : pairing.lonely(System.nanoTime(), FIND_A_PARTNER)) {
                out.println("  " + lonely.text() + alone(lonely.place()));
            }
            long forgotten = sightings.takeForgotten();
            if (forgotten > 0) {
                err.println("warning: " + forgotten + " messages came too quickly and are not shown");
            }
        }
    }

    private static String alone(Place place) {
        return switch (place) {
            case DEVICE -> "   (on the device)";
            case CLOUD -> "   (in the cloud)";
            case FROM_CLOUD -> "   (does not reach the device)";
        };
    }
}
