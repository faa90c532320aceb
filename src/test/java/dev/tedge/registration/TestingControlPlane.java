package dev.tedge.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands in for the registry of AWS IoT Core: takes requests that are signed with its one key, and remembers. */
public final class TestingControlPlane implements AutoCloseable {

    /** Made up; they open nothing. */
    public static final String ACCESS_KEY = "AKIATESTINGKEY000001";

    /** Made up. */
    public static final String SECRET_KEY = "testing/secret/key/of/nobody";

    public static final String REGION = "eu-central-1";
    public static final String ENDPOINT = "a1b2c3d4e5f6g7-ats.iot.eu-central-1.amazonaws.com";
    public static final String CERTIFICATE_ID = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static final String ARN = "arn:aws:iot:eu-central-1:123456789012:";
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> scripted = new HashMap<>();
    private final Map<String, Integer> times = new HashMap<>();

    // What is registered.
    private final Map<String, String> policies = new HashMap<>();
    private final Map<String, Optional<String>> things = new HashMap<>();
    private Optional<String> certificate = Optional.empty();
    private String certificateStatus = "ACTIVE";
    private boolean elsewhere;
    private volatile int html;
    private final List<String> attachedThings = new CopyOnWriteArrayList<>();
    private final List<String> attachedPolicies = new CopyOnWriteArrayList<>();

    private TestingControlPlane(HttpServer server) {
        this.server = server;
    }

    /** @param body members of the answer */
    private record Answer(int status, String error, Map<String, String> body) {}

    public static TestingControlPlane start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TestingControlPlane plane = new TestingControlPlane(server);
        server.setExecutor(plane.threads);
        server.createContext("/", plane::handle);
        server.start();
        return plane;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What was asked, as {@code POST /things/x}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Answers like this, so many times, before what would be answered. */
    synchronized void refuse(String request, int times, int status, String error, String message) {
        scripted.put(request, new Answer(status, error, Map.of("message", message)));
        this.times.put(request, times);
    }

    /** Answers everything like something in between. */
    void answerWithHtml(int status) {
        html = status;
    }

    synchronized void hasPolicy(String name, String document) {
        policies.put(name, document);
    }

    public synchronized Map<String, String> policies() {
        return Map.copyOf(policies);
    }

    synchronized void hasThing(String name, Optional<String> type) {
        things.put(name, type);
    }

    synchronized void hasCertificate(String status, String... ofThings) {
        certificate = Optional.of("");
        certificateStatus = status;
        attachedThings.addAll(List.of(ofThings));
    }

    synchronized void certificateIsElsewhere() {
        certificate = Optional.of("");
        elsewhere = true;
    }

    public List<String> attachedThings() {
        return List.copyOf(attachedThings);
    }

    public List<String> attachedPolicies() {
        return List.copyOf(attachedPolicies);
    }

    public synchronized Optional<String> certificate() {
        return certificate;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        requests.add(request);
        if (html != 0) {
            byte[] page = "<html><body>Sign in</body></html>".getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(html, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
            return;
        }
        Answer answer = new SignatureCheck(ACCESS_KEY, SECRET_KEY, REGION)
                .problem(exchange, body)
                .map(problem -> error(403, "InvalidSignatureException", problem))
                .orElseGet(() -> answer(request, body));
        ObjectNode json = JSON.createObjectNode();
        answer.body().forEach(json::put);
        if (answer.body().containsKey("things")) {
            json.putArray("things");
            attachedThings.forEach(json.withArray("things")::add);
        }
        if (answer.body().containsKey("certificateDescription")) {
            json.putObject("certificateDescription")
                    .put("status", certificateStatus)
                    .put("certificateArn", ARN + "cert/" + CERTIFICATE_ID);
        }
        if (!answer.error().isEmpty()) {
            exchange.getResponseHeaders().add("x-amzn-ErrorType", answer.error());
        }
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        byte[] bytes = JSON.writeValueAsBytes(json);
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized Answer answer(String request, byte[] body) {
        int left = times.getOrDefault(request, 0);
        Answer script = scripted.get(request);
        if (script != null && left > 0) {
            times.put(request, left - 1);
            return script;
        }
        String[] words = request.split("[ /]+", -1);
        return switch (words[0] + " " + words[1]) {
            case "POST things" -> createThing(words[2], json(body));
            case "GET things" -> describeThing(words[2]);
            case "POST policies" ->
                policies.containsKey(words[2])
                        ? error(409, "ResourceAlreadyExistsException", "Policy cannot be created - name already exists")
                        : made(
                                policies,
                                words[2],
                                json(body).path("policyDocument").asText());
            case "GET policies" -> ok("policyName", words[2], "policyDocument", policies.getOrDefault(words[2], ""));
            case "POST certificate" -> registerCertificate(json(body));
            case "GET certificates" ->
                elsewhere
                        ? error(404, "ResourceNotFoundException", "The certificate does not exist")
                        : ok("certificateDescription", "");
            case "GET principals" -> ok("things", "");
            case "PUT target-policies" -> attached(attachedPolicies, words[2]);
            case "PUT things" -> attached(attachedThings, words[2]);
            case "GET endpoint" -> ok("endpointAddress", ENDPOINT);
            default -> error(404, "UnknownOperationException", request);
        };
    }

    private Answer createThing(String name, JsonNode body) {
        Optional<String> type = Optional.ofNullable(body.path("thingTypeName").textValue());
        if (things.containsKey(name) && !things.get(name).equals(type)) {
            return error(409, "ResourceAlreadyExistsException", "Thing already exists with different properties");
        }
        things.put(name, type);
        return ok("thingName", name, "thingArn", ARN + "thing/" + name);
    }

    private Answer describeThing(String name) {
        String arn = ARN + "thing/" + name;
        return things.getOrDefault(name, Optional.empty())
                .map(type -> ok("thingName", name, "thingArn", arn, "thingTypeName", type))
                .orElseGet(() -> ok("thingName", name, "thingArn", arn));
    }

    private Answer registerCertificate(JsonNode body) {
        if (certificate.isPresent()) {
            return new Answer(
                    409,
                    "ResourceAlreadyExistsException",
                    Map.of("message", "The certificate is already registered.", "resourceId", CERTIFICATE_ID));
        }
        certificate = Optional.of(body.path("certificatePem").asText());
        certificateStatus = body.path("status").asText();
        return ok("certificateArn", ARN + "cert/" + CERTIFICATE_ID, "certificateId", CERTIFICATE_ID);
    }

    private static Answer attached(List<String> list, String name) {
        if (!list.contains(name)) {
            list.add(name);
        }
        return ok();
    }

    private static Answer made(Map<String, String> map, String name, String document) {
        map.put(name, document);
        return ok("policyName", name);
    }

    private static Answer ok(String... members) {
        Map<String, String> body = new HashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            body.put(members[i], members[i + 1]);
        }
        return new Answer(200, "", body);
    }

    private static Answer error(int status, String type, String message) {
        return new Answer(status, type, Map.of("message", message));
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
