package dev.tedge.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tedge.testing.TcpProxy.Direction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TcpProxyIT {

    private final ServerSocket echo;
    /** By the echo, from all clients. */
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private final TcpProxy proxy;

    TcpProxyIT() throws IOException {
        echo = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        proxy = TcpProxy.to(echo.getLocalPort());
        Thread server = new Thread(this::echoAll, "echo");
        server.setDaemon(true);
        server.start();
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void proxy_forwardsBothWays_andCounts() throws IOException {
        try (Socket client = connect();
                Socket other = connect()) {
            assertThat(answer(client, 'a')).isEqualTo('a');
            assertThat(answer(other, 'b')).isEqualTo('b');
            assertThat(proxy.openConnections()).isEqualTo(2);

            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            await().until(() -> proxy.openConnections() == 1);
        }
        assertThat(proxy.connections()).isEqualTo(2);
    }

    @Test
    void cut_endsConnections_andLetsNewOnesIn() throws IOException {
        try (Socket client = connect()) {
            assertThat(answer(client, 'a')).isEqualTo('a');
            proxy.cut();
            assertThatThrownBy(() -> answer(client, 'b')).isInstanceOf(IOException.class);
        }
        try (Socket client = connect()) {
            assertThat(answer(client, 'c')).isEqualTo('c');
        }
    }

    @Test
    void refuse_closesThePort_andKeepsOpenConnections_untilAccept() throws IOException {
        try (Socket client = connect()) {
            assertThat(answer(client, 'a')).isEqualTo('a');
            proxy.refuse();
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            assertThat(answer(client, 'b')).isEqualTo('b');

            proxy.accept();
            try (Socket other = connect()) {
                assertThat(answer(other, 'c')).isEqualTo('c');
            }
        }
    }

    @Test
    void hold_stopsAllSilently_untilRelease() throws IOException {
        try (Socket client = connect()) {
            assertThat(answer(client, 'a')).isEqualTo('a');
            proxy.hold();
            client.setSoTimeout(200);
            assertThatThrownBy(() -> answer(client, 'b')).isInstanceOf(SocketTimeoutException.class);

            proxy.release();
            client.setSoTimeout(10_000);
            assertThat(client.getInputStream().read()).isEqualTo('b');
        }
    }

    @Test
    void delay_appliesToEachDirection() throws IOException {
        try (Socket client = connect()) {
            proxy.delay(Duration.ofMillis(150));
            long start = System.nanoTime();
            assertThat(answer(client, 'a')).isEqualTo('a');
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    @ParameterizedTest
    @EnumSource
    void hold_stopsOneDirectionOnly(Direction direction) throws IOException {
        try (Socket client = connect()) {
            assertThat(answer(client, 'a')).isEqualTo('a');
            proxy.hold(direction);
            client.getOutputStream().write('b');
            if (direction == Direction.TO_CLIENT) {
                awaitAtTarget("ab");
            }
            assertSilent(client);
            assertThat(atTarget()).isEqualTo(direction == Direction.TO_CLIENT ? "ab" : "a");

            proxy.release();
            assertThat(client.getInputStream().read()).isEqualTo('b');
        }
    }

    @Test
    void drop_losesWhatIsSent_andTheConnectionStays() throws IOException {
        try (Socket client = connect()) {
            proxy.drop(Direction.TO_TARGET);
            client.getOutputStream().write('a');
            assertSilent(client);
            proxy.release();
            assertThat(answer(client, 'b')).isEqualTo('b');

            proxy.drop(Direction.TO_CLIENT);
            client.getOutputStream().write('c');
            awaitAtTarget("bc");
            assertSilent(client);
            proxy.release();
            assertThat(answer(client, 'd')).isEqualTo('d');
            assertThat(proxy.openConnections()).isEqualTo(1);
        }
    }

    @Test
    void cutAfter_cutsOnce_afterSoManyBytesToTheTarget() throws IOException {
        try (Socket client = connect()) {
            proxy.cutAfter(Direction.TO_TARGET, 3);
            for (char letter = 'a'; letter <= 'c'; letter++) {
                assertThat(answer(client, letter)).isEqualTo(letter);
            }
            assertThatThrownBy(() -> answer(client, 'd')).isInstanceOf(IOException.class);
        }
        try (Socket client = connect()) {
            assertThat(answer(client, 'e')).isEqualTo('e');
        }
        assertThat(atTarget()).isEqualTo("abce");
    }

    @Test
    void cutAfter_cutsInTheMiddleOfWhatIsWritten() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                TcpProxy toServer = TcpProxy.to(server.getLocalPort());
                Socket client = connectTo(toServer);
                Socket target = server.accept()) {
            toServer.cutAfter(Direction.TO_CLIENT, 70_000);
            target.getOutputStream().write(new byte[100_000]);

            // The reset may overtake what has passed.
            assertThatThrownBy(() -> client.getInputStream().readNBytes(70_001)).isInstanceOf(IOException.class);
            await().until(() -> toServer.openConnections() == 0);
        }
    }

    @Test
    void halfClose_endsTheStreamToTheClient_andLeavesTheOther() throws IOException {
        try (Socket client = connect()) {
            assertThat(answer(client, 'a')).isEqualTo('a');
            proxy.halfClose(Direction.TO_CLIENT);
            assertThat(client.getInputStream().read()).isEqualTo(-1);

            client.getOutputStream().write('b');
            awaitAtTarget("ab");
            assertThat(proxy.openConnections()).isEqualTo(1);
        }
        await().until(() -> proxy.openConnections() == 0);
    }

    @Test
    void halfClose_endsTheStreamToTheTarget_andLeavesTheOther() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                TcpProxy toServer = TcpProxy.to(server.getLocalPort());
                Socket client = connectTo(toServer);
                Socket target = server.accept()) {
            await().until(() -> toServer.openConnections() == 1);
            toServer.halfClose(Direction.TO_TARGET);
            target.setSoTimeout(10_000);
            assertThat(target.getInputStream().read()).isEqualTo(-1);

            client.getOutputStream().write('a');
            target.getOutputStream().write('b');
            assertThat(client.getInputStream().read()).isEqualTo('b');
            assertThat(toServer.openConnections()).isEqualTo(1);
        }
    }

    @Test
    void client_isClosed_whenTheTargetIsDown() throws IOException {
        try (TcpProxy toNobody = TcpProxy.to(FreePort.next());
                Socket client = connectTo(toNobody)) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static void assertSilent(Socket client) throws IOException {
        client.setSoTimeout(200);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(10_000);
    }

    private String atTarget() {
        return received.toString(StandardCharsets.US_ASCII);
    }

    private void awaitAtTarget(String letters) {
        await().untilAsserted(() -> assertThat(atTarget()).isEqualTo(letters));
    }

    private Socket connect() throws IOException {
        return connectTo(proxy);
    }

    private static Socket connectTo(TcpProxy proxy) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static int answer(Socket socket, char question) throws IOException {
        socket.getOutputStream().write(question);
        int answer = socket.getInputStream().read();
        if (answer < 0) {
            throw new IOException("closed");
        }
        return answer;
    }

    private void echoAll() {
        while (!echo.isClosed()) {
            try {
                Socket client = echo.accept();
                Thread thread = new Thread(() -> echo(client), "echo-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void echo(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            for (int letter = in.read(); letter >= 0; letter = in.read()) {
                received.write(letter);
                client.getOutputStream().write(letter);
            }
        } catch (IOException e) {
            // The test has cut this connection.
            return;
        }
    }
}
