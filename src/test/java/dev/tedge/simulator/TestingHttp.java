package dev.tedge.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Who calls the HTTP port of a {@link TestingCloud}. */
final class TestingHttp {

    private static final String SIGNED = "AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-central-1/iotdata/aws4_request, "
            + "SignedHeaders=host;x-amz-date, Signature=" + "0123456789abcdef".repeat(4);

    private final HttpClient client;
    private final String address;
    private final List<String> headers = new ArrayList<>();

    private TestingHttp(TestingCloud cloud, SSLContext tls) {
        client = HttpClient.newBuilder().sslContext(tls).build();
        address = "https://127.0.0.1:" + cloud.simulator().httpPort();
    }

    /** Shows the certificate of the device. */
    static TestingHttp device(TestingCloud cloud) {
        return new TestingHttp(cloud, cloud.authority.clientContext(cloud.device));
    }

    /** Signs as the SDKs do. */
    static TestingHttp cloudSide(TestingCloud cloud) {
        return anonymous(cloud).header("Authorization", SIGNED);
    }

    static TestingHttp anonymous(TestingCloud cloud) {
        return new TestingHttp(cloud, cloud.authority.clientContext());
    }

    TestingHttp header(String name, String value) {
        headers.add(name);
        headers.add(value);
        return this;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).method(method, BodyPublishers.ofString(body));
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** Status and exception, as in {@code 404 ResourceNotFoundException}; the status alone if all is well. */
    static String outcome(HttpResponse<String> response) {
        return (response.statusCode() + " "
                        + response.headers().firstValue("x-amzn-errortype").orElse(""))
                .strip();
    }
}
