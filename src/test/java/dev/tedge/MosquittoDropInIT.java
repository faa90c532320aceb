package dev.tedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.MqttProbeBuilder;
import dev.tedge.testing.ReceivedMessage;
import dev.tedge.testing.process.MosquittoBuilder;
import dev.tedge.testing.process.MosquittoProcess;
import dev.tedge.testing.process.RequiresMosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the settings for mosquitto keep over its restart, and why {@code per_listener_settings} is not among them. */
@RequiresMosquitto
class MosquittoDropInIT {

    private static final Path DROP_IN = Path.of("deploy/mosquitto/tedge.conf");

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}, per_listener_settings {3}")
    @CsvSource({
        "no acl_file,             '',                             '', false",
        "no acl_file,             '',                             '', true",
        "a name,                  'user gw,topic readwrite te/#', gw, false",
        "a name,                  'user gw,topic readwrite te/#', gw, true",
        "no name and a pattern,   'pattern readwrite te/#',       '', false",
        "no name and a pattern,   'pattern readwrite te/#',       '', true",
    })
    void whatComesBeforeAClientIsBack_isKept(String ignoredClients, String rules, String user, boolean perListener)
            throws IOException {
        overARestart(rules, user, perListener, "before", "after", "last");
    }

    /** Of mosquitto 2.0.11: with a version that has it right, the remarks in drop-in and README can go. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatComesBeforeANamelessClientIsBack_isLost_bothWays(boolean perListener) throws IOException {
        overARestart("topic readwrite te/#", "", perListener, "before", "last");
    }

    private void overARestart(String rules, String user, boolean perListener, String... received) throws IOException {
        try (MosquittoProcess broker = broker(rules, user, perListener)) {
            gateway(broker, user).close();
            publish(broker, user, "before");
            broker.stop();
            broker.start();
            publish(broker, user, "after");
            try (MqttProbe gateway = gateway(broker, user)) {
                publish(broker, user, "last");
                for (String word : received) {
                    gateway.await("te/" + word);
                }
                assertThat(gateway.messages()).extracting(ReceivedMessage::text).containsExactlyInAnyOrder(received);
            }
        }
    }

    private MosquittoProcess broker(String rules, String user, boolean perListener) throws IOException {
        MosquittoBuilder builder = MosquittoProcess.local(directory).persistence();
        try (var lines = Files.lines(DROP_IN)) {
            lines.filter(line -> line.matches("[a-z].*") && !line.equals("set_tcp_nodelay true"))
                    .forEach(builder::option);
        }
        if (perListener) {
            builder.perListenerSettings();
        }
        if (!user.isEmpty()) {
            builder.password(user, "secret");
        }
        if (!rules.isEmpty()) {
            Path file = Files.writeString(directory.resolve("acl"), rules.replace(',', '\n') + "\n");
            builder.option("acl_file " + file);
        }
        return builder.start();
    }

    private static MqttProbe gateway(MosquittoProcess broker, String user) {
        return client(broker, user).persistentSession("gateway").connect().subscribe("te/#");
    }

    private static void publish(MosquittoProcess broker, String user, String word) {
        try (MqttProbe sensor = client(broker, user).connect()) {
            sensor.publish("te/" + word, word);
        }
    }

    private static MqttProbeBuilder client(MosquittoProcess broker, String user) {
        MqttProbeBuilder client = MqttProbe.to(broker.port());
        return user.isEmpty() ? client : client.user(user, "secret");
    }

    @Test
    void perListenerSettings_wouldPartPasswordsFromListeners() throws IOException {
        MosquittoBuilder others = MosquittoProcess.local(directory).password("gw", "secret");
        try (MosquittoProcess broker = others.start()) {
            client(broker, "gw").connect().close();
            broker.stop();
            Path file = directory.resolve("mosquitto.conf");
            Files.writeString(file, "per_listener_settings true\n" + Files.readString(file));
            broker.start();
            MqttProbeBuilder known = client(broker, "gw");
            assertThatThrownBy(known::connect).hasStackTraceContaining("NOT_AUTHORIZED");
        }
    }
}
