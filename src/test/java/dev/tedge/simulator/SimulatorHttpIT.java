package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tedge.mqttserver.MessageProperties;
import dev.tedge.mqttserver.MessageProperties.UserProperty;
import dev.tedge.mqttserver.Payload;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.testing.TestingIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP port, asked by the JDK's client. */
class SimulatorHttpIT {

    private final TestingCloud cloud =
            TestingCloud.with(builder -> builder.httpPort(0).policy(TestingCloud.ALL));
    private final TestingHttp cloudSide = TestingHttp.cloudSide(cloud);

    SimulatorHttpIT() throws IOException {}

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/topics/a%2Fb%20c?qos=1", "/topics/a/b%20c?qos=0"})
    void cloud_publishes_toDevices(String path) throws Exception {
        TestingDevice device = cloud.device().connected();
        device.subscribe("a/#");

        HttpResponse<String> response = cloudSide.post(path, "grün");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("{\"message\":\"OK\",\"traceId\":\"");
        assertThat(device.next()).isEqualTo("[a/b c] grün");
    }

    @Test
    void device_publishes_withProperties() throws Exception {
        TestingHttp device = TestingHttp.device(cloud)
                .header("x-amz-mqtt5-payload-format-indicator", "UTF8_DATA")
                .header("x-amz-mqtt5-correlation-data", base64("42"))
                .header("x-amz-mqtt5-user-properties", base64("[{\"b\":\"1\"},{\"a\":\"2\"},{\"b\":\"3\"}]"));

        HttpResponse<String> response = device.post(
                "/topics/a?qos=1&retain=true&messageExpiry=60&contentType=text%2Fplain&responseTopic=b%2Fc", "x");

        assertThat(response.statusCode()).isEqualTo(200);
        await().until(() -> !cloud.messages.isEmpty());
        CloudMessage message = cloud.messages.get(0);
        assertThat(message.clientId()).isEqualTo(TestingCloud.THING);
        assertThat(message.message().retain()).isTrue();
        assertThat(message.properties())
                .isEqualTo(new MessageProperties(
                        Optional.of(Duration.ofSeconds(60)),
                        Optional.of(1),
                        Optional.of("text/plain"),
                        Optional.of("b/c"),
                        Optional.of(Payload.of("42")),
                        List.of(new UserProperty("b", "1"), new UserProperty("a", "2"), new UserProperty("b", "3"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /topics/a                            | 405 MethodNotAllowedException
            GET    | /nothing                             | 404 ResourceNotFoundException
            POST   | /topics/a?qos=2                      | 400 InvalidRequestException
            POST   | /topics/a?qos=x                      | 400 InvalidRequestException
            POST   | /topics/1/2/3/4/5/6/7/8/9            | 400 InvalidRequestException
            POST   | /topics/a%2F%23                      | 400 InvalidRequestException
            POST   | /topics/a?contentType=x%00           | 400 InvalidRequestException
            POST   | /topics/a?responseTopic=b%2F%23      | 400 InvalidRequestException
            POST   | /topics/%24aws%2Fthings%2Fx%2Fjobs%2Fget | 400 InvalidRequestException
            POST   | /topics/%24aws%2Fother               | 400 InvalidRequestException
            DELETE | /connections/nobody                  | 404 ResourceNotFoundException
            GET    | /connections/nobody                  | 405 MethodNotAllowedException
            GET    | /simulator/status                    | 403 ForbiddenException
            GET    | /simulator/watch                     | 403 ForbiddenException
            PUT    | /simulator/policy                    | 403 ForbiddenException
            GET    | /things/robot-7/shadow/other/stuff   | 404 ResourceNotFoundException
            GET    | /things/robot-7/jobs/x/y             | 404 ResourceNotFoundException
            GET    | /api/things/shadow/ListNamedShadowsForThing/robot-7/x | 404 ResourceNotFoundException
            """)
    void badRequest_isRefused_inTheFormOfTheSdks(String method, String path, String outcome) throws Exception {
        HttpResponse<String> response = cloudSide.send(method, path, "");

        assertThat(TestingHttp.outcome(response)).isEqualTo(outcome);
        assertThat(response.body()).matches("\\{\"message\":\".+\",\"traceId\":\"[0-9a-f-]{36}\"}");
    }

    @Test
    void propertyThatNoPacketCanHold_isRefused() throws Exception {
        for (String value : List.of("x".repeat(70_000), "\\ud800", "\\u0000")) {
            HttpResponse<String> response = TestingHttp.device(cloud)
                    .header("x-amz-mqtt5-user-properties", base64("[{\"name\":\"" + value + "\"}]"))
                    .post("/topics/a", "");

            assertThat(TestingHttp.outcome(response)).isEqualTo("400 InvalidRequestException");
            assertThat(response.body()).contains("value of a user property");
        }
    }

    @Test
    void payload_isLimited() throws Exception {
        assertThat(TestingHttp.outcome(cloudSide.post("/topics/a", "x".repeat(131_072))))
                .isEqualTo("200");
        assertThat(TestingHttp.outcome(cloudSide.post("/topics/a", "x".repeat(131_073))))
                .isEqualTo("413 RequestEntityTooLargeException");
        assertThat(TestingHttp.outcome(cloudSide.post("/topics/a", "x".repeat(300_000))))
                .isEqualTo("413 RequestEntityTooLargeException");
    }

    @Test
    void device_mayDo_whatItsPolicyAllows_withoutVariablesOfMqtt() throws Exception {
        cloud.simulator().attach(PolicyDocument.parse("""
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "iot:Publish", "Resource": [
                "arn:aws:iot:eu-central-1:123456789012:topic/a",
                "arn:aws:iot:eu-central-1:123456789012:topic/${iot:Connection.Thing.ThingName}"]}}
                """));
        TestingHttp device = TestingHttp.device(cloud);

        assertThat(TestingHttp.outcome(device.post("/topics/a", ""))).isEqualTo("200");
        assertThat(TestingHttp.outcome(device.post("/topics/a?retain=true", "")))
                .isEqualTo("403 ForbiddenException");
        assertThat(TestingHttp.outcome(device.post("/topics/robot-7", ""))).isEqualTo("403 ForbiddenException");
        assertThat(TestingHttp.outcome(device.send("DELETE", "/connections/robot-7", "")))
                .isEqualTo("403 ForbiddenException");
    }

    @Test
    void stranger_isNotLetIn() throws Exception {
        assertThat(TestingHttp.outcome(TestingHttp.anonymous(cloud).post("/topics/a", "")))
                .isEqualTo("403 ForbiddenException");
        for (String authorization : List.of("Bearer x", "Basic eDp5", "AWS4-HMAC-SHA256 Credential=x")) {
            TestingHttp stranger = TestingHttp.anonymous(cloud).header("Authorization", authorization);
            assertThat(TestingHttp.outcome(stranger.post("/topics/a", ""))).isEqualTo("403 ForbiddenException");
        }
    }

    @Test
    void unknownCertificate_isRefused_inTheHandshake() {
        cloud.simulator().deregister(cloud.device.certificate());

        assertThatThrownBy(() -> TestingHttp.device(cloud).post("/topics/a", ""))
                .isInstanceOf(IOException.class);
        assertThat(cloud.refusedBy(AwsRule.CERTIFICATE)).contains("it is not registered");
    }

    @Test
    void events_areTold_onOneThread() throws Exception {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        AtomicInteger refused = new AtomicInteger();
        TestingIdentity server = cloud.authority.server();
        try (AwsIotSimulator other = AwsIotSimulator.builder()
                .httpPort(0)
                .serverIdentity(server.key(), List.of(server.certificate()))
                .onEvent(event -> {
                    threads.add(Thread.currentThread().getName());
                    refused.incrementAndGet();
                })
                .start()) {
            HttpClient stranger = HttpClient.newBuilder()
                    .sslContext(cloud.authority.clientContext(cloud.device))
                    .build();
            URI address = URI.create("https://127.0.0.1:" + other.httpPort() + "/topics/a");
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() ->
                                stranger.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding()))
                        .isInstanceOf(IOException.class);
            }
            await().until(() -> refused.get() >= 5);
            assertThat(threads).singleElement().asString().doesNotContain("http");
        }
    }

    @Test
    void silentCallers_areTurnedAway_whenAllThreadsAreBusy() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 70; i++) {
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), cloud.simulator().httpPort());
                silent.add(socket);
                socket.getOutputStream().write(0x16);
            }
            await().until(() -> silent.stream().anyMatch(SimulatorHttpIT::isClosed));
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
        await().untilAsserted(() ->
                assertThat(TestingHttp.outcome(cloudSide.post("/topics/a", ""))).isEqualTo("200"));
    }

    private static boolean isClosed(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void cloud_endsAConnection() throws Exception {
        TestingDevice device = cloud.device().connected();

        assertThat(TestingHttp.outcome(cloudSide.send("DELETE", "/connections/robot-7", "")))
                .isEqualTo("200");

        assertThat(device.disconnectCode()).isEqualTo(0x98);
    }

    @Test
    void faults_areOrdered_byAMessage() throws Exception {
        TestingDevice device = cloud.device().connected();
        device.subscribe("simulator/fault/+");

        cloudSide.post("/topics/simulator%2Ffault?qos=1", "refuse 0x97 a");

        assertThat(device.next()).isEqualTo("[simulator/fault/accepted] {\"fault\":\"refuse 0x97 a\"}");
        assertThat(device.puback("a", "no")).isEqualTo(0x97);
    }
}
