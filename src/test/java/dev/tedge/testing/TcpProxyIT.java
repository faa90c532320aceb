package dev.tedge.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpProxyIT {

    private final ServerSocket echo;
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
            Awaitility.await().until(() -> proxy.openConnections() == 1);
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

    @Test
    void client_isClosed_whenTheTargetIsDown() throws IOException {
        try (TcpProxy toNobody = TcpProxy.to(FreePort.next());
                Socket client = connectTo(toNobody)) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
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

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // The test has cut this connection.
            return;
        }
    }
}
