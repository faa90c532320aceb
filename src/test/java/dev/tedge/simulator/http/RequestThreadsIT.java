package dev.tedge.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestThreadsIT {

    private static final int MOST = 3;

    private final RequestThreads threads = new RequestThreads(MOST, Duration.ofSeconds(1));
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    private final CountDownLatch slow = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();

    RequestThreadsIT() throws IOException {
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                if (exchange.getRequestURI().getPath().equals("/slow")) {
                    threads.takeYourTime();
                    slow.await();
                }
                exchange.sendResponseHeaders(200, -1);
            } catch (InterruptedException cut) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.stop(0);
        threads.close();
    }

    private Socket begin(String request) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort());
        sockets.add(socket);
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private int ask() throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void halfRequests_areCutOff_andMakeRoom() throws Exception {
        List<Socket> halves = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            halves.add(begin("GET / HT"));
        }

        for (Socket half : halves) {
            assertThat(half.getInputStream().read()).isNegative();
        }
        await().ignoreExceptions().until(() -> ask() == 200);
    }

    @Test
    void requestThatTakesItsTime_isNotCutOff() throws Exception {
        Socket patient = begin("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
        Socket half = begin("GET / HT");
        assertThat(half.getInputStream().read()).isNegative();

        slow.countDown();

        assertThat(patient.getInputStream().read()).isEqualTo('H');
    }
}
