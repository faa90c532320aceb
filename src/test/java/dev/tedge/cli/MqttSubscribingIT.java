package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MqttSubscribingIT {

    /** CONNACK: no session, accepted, no properties. */
    private static final byte[] ACCEPTED = {0x20, 0x03, 0x00, 0x00, 0x00};

    @Test
    void brokerThatClosesAfterAccepting_isNotAskedWithoutAPause(@TempDir Path directory) throws IOException {
        AtomicInteger accepted = new AtomicInteger();
        try (ServerSocket broker = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread closing = new Thread(() -> acceptAndClose(broker, accepted), "closing-broker");
            closing.start();
            TestingConsole console = new TestingConsole(directory)
                    .with("TEDGE_MQTT_CLIENT_HOST", "127.0.0.1")
                    .with("TEDGE_MQTT_CLIENT_PORT", Integer.toString(broker.getLocalPort()));

            assertThat(console.run("mqtt sub x --duration 4s").exitCode()).isZero();
        }
        // One a second at most; a slow machine only has fewer.
        assertThat(accepted.get()).isBetween(1, 5);
    }

    private static void acceptAndClose(ServerSocket broker, AtomicInteger accepted) {
        try {
            while (true) {
                try (Socket client = broker.accept()) {
                    if (client.getInputStream().read(new byte[1024]) > 0) {
                        client.getOutputStream().write(ACCEPTED);
                        accepted.incrementAndGet();
                    }
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }
}
