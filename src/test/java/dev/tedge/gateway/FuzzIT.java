package dev.tedge.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import dev.tedge.certificate.CertificateDetails;
import dev.tedge.config.TedgeConfig;
import dev.tedge.delivery.store.Selection;
import dev.tedge.gateway.TestingFuzz.Fate;
import dev.tedge.gateway.TestingFuzz.Sent;
import dev.tedge.gateway.control.Control;
import dev.tedge.gateway.control.ControlRequest;
import dev.tedge.gateway.control.ControlRequest.Ask;
import dev.tedge.gateway.control.GatewayStatus;
import dev.tedge.gateway.control.StatusJson;
import dev.tedge.simulator.CloudMessage;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.process.MosquittoProcess;
import dev.tedge.testing.process.RequiresMosquitto;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever applications publish, the gateway keeps its connections, loses nothing and throws nothing. The seed, by
 * which the settings of the mapper are chosen, too, is printed; {@code -Dfuzz.seed=…} repeats a run.
 */
@RequiresMosquitto
class FuzzIT {

    private static final Duration LENGTH = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern TAG = Pattern.compile("n\\d+n");
    /** A step has thrown what nobody has foreseen. */
    private static final Pattern UNFORESEEN = Pattern.compile("\\w+(Exception|Error) in the route");

    private static final String MARKER = "thinedge/robot-7/td/marker";
    private static final Logger ROOT = Logger.getLogger("");

    private final long seed = Long.getLong("fuzz.seed", new SplittableRandom().nextLong());
    private final TestingFuzz fuzz = new TestingFuzz(seed);
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.SEVERE.intValue() || entry.getThrown() != null) {
                complaints.add(entry.getLoggerName() + ": " + entry.getMessage() + " " + entry.getThrown());
            }
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    private final Map<String, List<String>> arrived = new HashMap<>();
    private final Map<String, List<String>> reported = new HashMap<>();

    private TestingWorld world;
    private int looked;
    private int read;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        ROOT.addHandler(listener);
    }

    @AfterEach
    void end() {
        ROOT.removeHandler(listener);
        world.close();
    }

    @Test
    void everyMessage_isAccountedFor() throws Exception {
        System.out.println("Fuzzing with -Dfuzz.seed=" + seed + ", " + fuzz.mapping());
        MosquittoProcess broker = world.localMosquitto();
        TestingCloud.Simulator cloud = world.cloudSimulator();
        world.networkTo(cloud);
        world.set("aws.mapper.validate", fuzz.mapping().validate());
        world.set("aws.mapper.timestamp_format", fuzz.mapping().timestampFormat());
        world.connectedGatewayWithLock();
        MqttProbe errors = world.begin(MqttProbe.to(broker.port()).connect().subscribe("te/errors"));
        Mqtt5AsyncClient application = application(broker.port());

        List<Sent> all = new ArrayList<>();
        long end = System.nanoTime() + LENGTH.toNanos();
        for (int round = 0; System.nanoTime() < end; round++) {
            List<Sent> burst = fuzz.burst();
            all.addAll(burst);
            publish(application, burst, "round " + round);
            awaitFates(burst, "round " + round, cloud, errors);
        }
        System.out.printf("%d messages published, %d arrived, %d reports%n", all.size(), looked, read);

        await("nothing waits").atMost(PATIENCE).until(() -> status().kept().depth() == 0);
        application.disconnect().get(10, TimeUnit.SECONDS);
        collectArrived(cloud);
        collectReported(errors);
        assertThat(wrong(all)).isEmpty();
        assertThat(complaints).isEmpty();
        assertThat(cloud.simulator().counters().connections()).isEqualTo(1);
        assertThat(cloud.simulator().counters().disconnects()).isEmpty();
        assertThat(status().links().local().last()).isEmpty();
        assertThat(status().links().aws().last()).isEmpty();
        assertThat(errors.isConnected()).isTrue();
    }

    private Mqtt5AsyncClient application(int port) throws Exception {
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("application")
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildAsync();
        client.connect().get(10, TimeUnit.SECONDS);
        return client;
    }

    /** All at once, and a marker behind them. */
    private static void publish(Mqtt5AsyncClient application, List<Sent> burst, String marker) throws Exception {
        List<CompletableFuture<?>> sent = new ArrayList<>();
        for (Sent message : burst) {
            sent.add(application
                    .publishWith()
                    .topic(message.topic())
                    .payload(message.payload().toByteArray())
                    .qos(message.qos() == 0 ? MqttQos.AT_MOST_ONCE : MqttQos.AT_LEAST_ONCE)
                    .retain(message.retained())
                    .send()
                    .thenAccept(result -> result.getError().ifPresent(error -> {
                        throw new IllegalStateException(message.toString(), error);
                    })));
        }
        sent.add(application
                .publishWith()
                .topic("aws/td/marker")
                .payload(marker.getBytes(UTF_8))
                .qos(MqttQos.AT_LEAST_ONCE)
                .send());
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    }

    private void awaitFates(List<Sent> burst, String marker, TestingCloud.Simulator cloud, MqttProbe errors) {
        await(marker).atMost(PATIENCE).until(() -> {
            collectArrived(cloud);
            return arrived.containsKey(marker);
        });
        await("the fates of " + marker).atMost(PATIENCE).untilAsserted(() -> {
            collectArrived(cloud);
            collectReported(errors);
            assertThat(wrong(burst)).isEmpty();
        });
    }

    private void collectArrived(TestingCloud.Simulator cloud) {
        for (; looked < cloud.messages().size(); looked++) {
            CloudMessage message = cloud.messages().get(looked);
            String key = message.topic().equals(MARKER) ? message.text() : firstTag(message.topic());
            arrived.computeIfAbsent(key, first -> new ArrayList<>()).add(message.topic());
        }
    }

    private void collectReported(MqttProbe errors) {
        var reports = errors.messages();
        for (; read < reports.size(); read++) {
            String text = reports.get(read).text();
            if (text.startsWith("Failed to forward the message on ")) {
                // The topic on AWS may be quoted behind it.
                reported.computeIfAbsent(firstTag(text), first -> new ArrayList<>())
                        .add(text);
            }
            if (UNFORESEEN.matcher(text).find()) {
                complaints.add(text);
            }
        }
    }

    private List<String> wrong(List<Sent> burst) {
        List<String> wrong = new ArrayList<>();
        for (Sent sent : burst) {
            List<String> expected =
                    sent.fate() == Fate.ARRIVES ? List.of(sent.onAws().orElseThrow()) : List.of();
            List<String> topics = arrived.getOrDefault(sent.tag(), List.of());
            List<String> reports = reported.getOrDefault(sent.tag(), List.of());
            if (!topics.equals(expected) || !areExpected(reports, sent)) {
                wrong.add(sent + " arrived at " + topics + " and was reported as " + reports);
            }
        }
        return wrong;
    }

    private static boolean areExpected(List<String> reports, Sent sent) {
        if (sent.fate() != Fate.REPORTED) {
            return reports.isEmpty();
        }
        return reports.size() == 1 && sent.reasons().stream().anyMatch(reports.get(0)::contains);
    }

    private static String firstTag(String text) {
        Matcher tag = TAG.matcher(text);
        return tag.find() ? tag.group() : "";
    }

    private GatewayStatus status() throws IOException {
        TedgeConfig config = TedgeConfig.load(world.config(), Map.of(), CertificateDetails::commonName);
        try (GatewayAccess access = GatewayAccess.to(config, InstantSource.system())) {
            return StatusJson.read(
                    access.control().ask(new ControlRequest(Ask.STATUS, Selection.ALL), Control.Entries.NONE));
        }
    }
}
