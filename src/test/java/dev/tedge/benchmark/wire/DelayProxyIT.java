package dev.tedge.benchmark.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DelayProxyIT {

    private static final Duration ROUND_TRIP = Duration.ofMillis(50);

    @Test
    void bytes_comeInOrder_andNotBeforeHalfOfTheRoundTrip() throws IOException {
        byte[] bytes = new byte[1 << 20];
        new Random(1).nextBytes(bytes);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DelayProxy network = new DelayProxy(server.getLocalPort(), ROUND_TRIP);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), network.port());
                Socket target = server.accept()) {
            long begin = System.nanoTime();
            for (int from = 0; from < bytes.length; from += 1 << 10) {
                client.getOutputStream().write(bytes, from, 1 << 10);
            }
            client.shutdownOutput();

            assertThat(target.getInputStream().read()).isEqualTo(bytes[0] & 0xff);
            assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(ROUND_TRIP.toNanos() / 2);
            byte[] rest = target.getInputStream().readAllBytes();
            assertThat(rest).isEqualTo(Arrays.copyOfRange(bytes, 1, bytes.length));
        }
    }

    @Test
    void networkThatIsDown_endsConnections() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DelayProxy network = new DelayProxy(server.getLocalPort(), ROUND_TRIP)) {
            network.down();
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), network.port())) {
                assertThat(client.getInputStream().read()).isNegative();
            }
            network.up();
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), network.port());
                    Socket target = server.accept()) {
                target.getOutputStream().write(7);
                assertThat(client.getInputStream().read()).isEqualTo(7);
            }
        }
    }
}
