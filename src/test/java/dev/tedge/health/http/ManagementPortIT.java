package dev.tedge.health.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementPortIT {

    private static final int MORE_THAN_THREADS = 20;

    private ManagementPort port;

    @BeforeEach
    void begin() throws IOException {
        port = ManagementPort.bind(
                "127.0.0.1", 0, new PromptThreads.Limits(Duration.ofMillis(500), Duration.ofSeconds(5)));
        port.serve(
                Map.of(
                        "/page",
                                question ->
                                        new Page.Answer(200, "text/plain", question.parameters() + question.accept()),
                        "/broken",
                                question -> {
                                    throw new IllegalStateException("secret");
                                }),
                Map.of());
    }

    @AfterEach
    void end() {
        port.close();
    }

    @Test
    void portThatNeverServed_isFreeAgain() throws Exception {
        ManagementPort first = ManagementPort.bind("127.0.0.1", 0);
        int number = first.port();
        first.close();

        try (ManagementPort second = ManagementPort.bind("127.0.0.1", number)) {
            assertThat(second.port()).isEqualTo(number);
        }
    }

    @Test
    void page_getsTheQuestion() throws Exception {
        assertThat(send("GET", "/page?a=b%20c&a=d&e").body()).isEqualTo("{a=b c}text/x");
    }

    @Test
    void head_isAnsweredWithoutContent() throws Exception {
        HttpResponse<String> head = send("HEAD", "/page");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(8);
    }

    @Test
    void whatIsNotThere_isRefused() throws Exception {
        assertThat(send("GET", "/").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/page/x").statusCode()).isEqualTo(404);
        for (String method : List.of("POST", "PUT", "DELETE")) {
            HttpResponse<String> refused = send(method, "/page");
            assertThat(refused.statusCode()).as(method).isEqualTo(405);
            assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD");
        }
    }

    @Test
    void failure_isNotToldToTheCaller() throws Exception {
        HttpResponse<String> failed = send("GET", "/broken");

        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).doesNotContain("secret");
    }

    @Test
    void slowCallers_areCutOff() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < MORE_THAN_THREADS; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.port());
                slow.add(socket);
                socket.getOutputStream().write("GET /pa".getBytes(StandardCharsets.US_ASCII));
            }
            for (Socket socket : slow) {
                socket.setSoTimeout(30_000);
                assertThat(endOf(socket)).isTrue();
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }

        assertThat(send("GET", "/page").statusCode()).isEqualTo(200);
    }

    @Test
    void slowCallers_andSlowPages_leaveThreadsToOthers() throws Exception {
        CountDownLatch hung = new CountDownLatch(1);
        Page disk = question -> {
            waitFor(hung);
            return new Page.Answer(200, "text/plain", "");
        };
        List<Socket> callers = new ArrayList<>();
        // Nobody is cut off because of the time alone.
        try (ManagementPort patient = ManagementPort.bind(
                "127.0.0.1", 0, new PromptThreads.Limits(Duration.ofHours(1), Duration.ofHours(1)))) {
            patient.serve(
                    Map.of("/live", question -> new Page.Answer(200, "text/plain", "alive")), Map.of("/disk", disk));
            callers.add(call(patient, "GET /disk HTTP/1.1\r\nHost: x\r\n\r\n"));
            await("503").until(() -> get(patient, "/disk").statusCode() == 503);
            for (int i = 0; i < MORE_THAN_THREADS; i++) {
                callers.add(call(patient, "GET /li"));
                assertThat(get(patient, "/live").body()).isEqualTo("alive");
            }
            hung.countDown();
            await("the disk is back").until(() -> get(patient, "/disk").statusCode() == 200);
        } finally {
            for (Socket socket : callers) {
                socket.close();
            }
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Socket call(ManagementPort port, String words) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.port());
        socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** On a connection of its own, as probes have it. */
    private static HttpResponse<String> get(ManagementPort port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.port() + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Whether the server has closed the connection; a time-out is an exception. */
    private static boolean endOf(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Accept", "text/x")
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
