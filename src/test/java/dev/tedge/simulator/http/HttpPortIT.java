package dev.tedge.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.MqttServer.Retained;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.simulator.fault.FaultService;
import dev.tedge.simulator.jobs.JobsService;
import dev.tedge.simulator.policy.ConnectionPolicy;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.shadow.ShadowService;
import dev.tedge.testing.TestingCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The HTTP port of a simulator that is about to end. */
class HttpPortIT {

    private static final String TOKEN = "secret";

    private final TestingCertificates authority = new TestingCertificates();
    private final HttpPort port = HttpPort.start(
            0, authority.serverContext(authority.server()), new TestingLateBackend(), new Watchers(), TOKEN);
    private final HttpClient client =
            HttpClient.newBuilder().sslContext(authority.clientContext()).build();

    HttpPortIT() throws IOException {}

    @AfterEach
    void close() {
        port.close();
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port.port() + path))
                .header("Authorization", "Bearer " + TOKEN)
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /simulator/jobs, 503, ServiceUnavailableException",
        "GET, /things/a/shadow, 503, ServiceUnavailableException",
        "GET, /retainedMessage, 503, ServiceUnavailableException",
        "GET, /nothing, 404, ResourceNotFoundException"
    })
    void request_isAnswered_whenTheSimulatorEnds(String method, String path, int status, String type) throws Exception {
        HttpResponse<String> response = send(method, path);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("x-amzn-errortype")).contains(type);
    }

    @Test
    void answerToHead_hasNoBody_andNoWarning() throws Exception {
        Queue<String> logged = new ConcurrentLinkedQueue<>();
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("com.sun.net.httpserver");
        logger.addHandler(listener);
        try {
            assertThat(send("HEAD", "/topics/a").statusCode()).isEqualTo(405);
            assertThat(logged).isEmpty();
        } finally {
            logger.removeHandler(listener);
        }
    }

    /** Whose event loop is gone. */
    private static final class TestingLateBackend implements Backend {

        private static IllegalStateException late() {
            return new IllegalStateException("The simulator is closed");
        }

        @Override
        public void publish(String from, ServerMessage message, boolean anything) {
            throw late();
        }

        @Override
        public Optional<ConnectionPolicy> policyOf(X509Certificate device) {
            return Optional.empty();
        }

        @Override
        public String thingOf(X509Certificate device) {
            return "somebody";
        }

        @Override
        public boolean disconnect(String clientId) {
            return false;
        }

        @Override
        public void rejected(String from, String request, int status, String reason) {
            throw late();
        }

        @Override
        public FaultService faults() {
            throw late();
        }

        @Override
        public ShadowService shadows() {
            throw late();
        }

        @Override
        public JobsService jobs() {
            throw late();
        }

        @Override
        public List<Retained> retained() {
            throw late();
        }

        @Override
        public void attach(PolicyDocument policy) {
            throw late();
        }

        @Override
        public ObjectNode status() {
            return JsonNodeFactory.instance.objectNode();
        }

        @Override
        public <T> T onLoop(Supplier<T> work) {
            throw late();
        }
    }
}
