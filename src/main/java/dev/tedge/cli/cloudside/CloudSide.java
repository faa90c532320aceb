package dev.tedge.cli.cloudside;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tedge.simulator.state.RunningSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The cloud's side of a running simulator, over its HTTPS port. Trusts the certificate of that simulator and no other.
 */
public final class CloudSide {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int FIRST_ERROR = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningSimulator simulator;
    private final HttpClient client;

    /** Sends nothing yet. */
    public CloudSide(RunningSimulator simulator) {
        this.simulator = simulator;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(simulator.certificate()))
                .connectTimeout(PATIENCE)
                .build();
    }

    private static SSLContext trusting(X509Certificate certificate) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("simulator", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("The simulator's certificate cannot be trusted", impossible);
        }
    }

    /** A part of an address, with everything encoded that has a meaning there. */
    public static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Asks and waits for the answer.
     *
     * @param path with its query, encoded
     * @return the body of the answer
     * @throws IOException if the simulator does not answer, or says no; the message has its words
     */
    public String ask(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .timeout(PATIENCE)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = send(request, BodyHandlers.ofString());
        if (response.statusCode() >= FIRST_ERROR) {
            throw refused(response, response.body());
        }
        return response.body();
    }

    /**
     * Asks for an answer that goes on and on.
     *
     * @return its lines in UTF-8; whoever reads them is freed when another thread closes it
     * @throws IOException as {@link #ask}
     */
    public InputStream watch(String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = send(request(path).build(), BodyHandlers.ofInputStream());
        if (response.statusCode() >= FIRST_ERROR) {
            try (InputStream body = response.body()) {
                throw refused(response, new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return response.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + simulator.httpPort() + path))
                .header("Authorization", "Bearer " + simulator.token());
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        try {
            return client.send(request, handler);
        } catch (IOException silent) {
            throw new IOException(
                    "The simulator of process " + simulator.process() + " does not answer on 127.0.0.1:"
                            + simulator.httpPort() + ": start it again",
                    silent);
        }
    }

    private static IOException refused(HttpResponse<?> response, String body) {
        String type = response.headers().firstValue("x-amzn-errortype").orElse("no answer of a simulator");
        return new IOException(response.statusCode() + " " + type + ": " + message(body));
    }

    private static String message(String body) {
        try {
            JsonNode message = JSON.readTree(body).path("message");
            return message.isTextual() ? message.textValue() : body;
        } catch (JsonProcessingException none) {
            return body;
        }
    }
}
