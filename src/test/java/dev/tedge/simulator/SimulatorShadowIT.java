package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import dev.tedge.simulator.quota.Quotas;
import dev.tedge.simulator.shadow.ShadowOperation;
import dev.tedge.simulator.shadow.ShadowOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Device shadows, as devices and applications see them. */
class SimulatorShadowIT {

    private static final String CLASSIC = "$aws/things/robot-7/shadow";

    /** Seconds since 1970, as of {@link #atNoon}. */
    private static final long NOW = 1_714_564_800;

    private static AwsIotSimulatorBuilder atNoon(AwsIotSimulatorBuilder builder) {
        return builder.time(() -> Instant.ofEpochSecond(NOW));
    }

    private static String json(String text) {
        return text.replace('\'', '"').replace("NOW", String.valueOf(NOW));
    }

    /** The eight topics that AWS lists, in one SUBSCRIBE each. */
    private static void subscribe(TestingDevice device, String shadow) {
        for (String answer : List.of(
                "/get/accepted",
                "/get/rejected",
                "/update/accepted",
                "/update/rejected",
                "/update/delta",
                "/update/documents",
                "/delete/accepted",
                "/delete/rejected")) {
            device.subscribe(shadow + answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CLASSIC, CLASSIC + "/name/config"})
    void everyRequest_hasItsAnswers(String shadow) throws Exception {
        try (TestingCloud cloud = TestingCloud.with(builder -> atNoon(builder).policy(TestingCloud.ALL))) {
            TestingDevice device = cloud.device().connected();
            subscribe(device, shadow);

            device.publish(shadow + "/get", "");
            String name = shadow.equals(CLASSIC) ? "robot-7" : "config";
            assertThat(device.next())
                    .isEqualTo("[" + shadow + "/get/rejected] "
                            + json("{'code':404,'message':'No shadow exists with name: ''}")
                                    .replace("\"\"", "'" + name + "'\""));

            device.publish(shadow + "/update", json("{'state':{'desired':{'a':1}},'clientToken':'t'}"));
            String document = "{'state':{'desired':{'a':1}},'metadata':{'desired':{'a':{'timestamp':NOW}}},'version':1";
            assertThat(device.next())
                    .isEqualTo("[" + shadow + "/update/accepted] "
                            + json(document + ",'timestamp':NOW,'clientToken':'t'}"));
            assertThat(device.next())
                    .isEqualTo("[" + shadow + "/update/delta] "
                            + json("{'state':{'a':1},'metadata':{'a':{'timestamp':NOW}},'version':1,"
                                    + "'timestamp':NOW,'clientToken':'t'}"));
            assertThat(device.next())
                    .isEqualTo("[" + shadow + "/update/documents] "
                            + json("{'current':" + document + "},'timestamp':NOW,'clientToken':'t'}"));

            device.publish(shadow + "/update", json("{'state':{'reported':{'a':1}},'version':7}"));
            assertThat(device.next())
                    .isEqualTo("[" + shadow + "/update/rejected] " + json("{'code':409,'message':'Version conflict'}"));

            device.publish(shadow + "/get", json("{'clientToken':'u'}"));
            assertThat(device.next())
                    .isEqualTo("[" + shadow + "/get/accepted] "
                            + json("{'state':{'desired':{'a':1},'delta':{'a':1}},"
                                    + "'metadata':{'desired':{'a':{'timestamp':NOW}}},"
                                    + "'version':1,'timestamp':NOW,'clientToken':'u'}"));

            device.publish(shadow + "/delete", "");
            assertThat(device.next())
                    .isEqualTo("[" + shadow + "/delete/accepted] " + json("{'version':1,'timestamp':NOW}"));
            assertThat(cloud.events)
                    .filteredOn(SimulatorEvent.Rejected.class::isInstance)
                    .hasSize(2)
                    .contains(new SimulatorEvent.Rejected("robot-7", shadow + "/update", 409, "Version conflict"));
        }
    }

    @Test
    void device311_isAnsweredToo() throws Exception {
        try (TestingCloud cloud = TestingCloud.with(SimulatorShadowIT::atNoon)) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            Mqtt3BlockingClient device = cloud.deviceOf311(new CompletableFuture<>());
            device.toAsync().publishes(MqttGlobalPublishFilter.ALL, publish -> {
                if (publish.getTopic().toString().endsWith("/accepted")) {
                    answer.complete(new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8));
                }
            });
            device.connect();
            device.subscribeWith()
                    .topicFilter(CLASSIC + "/#")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send();

            device.publishWith()
                    .topic(CLASSIC + "/update")
                    .payload(json("{'state':{'reported':{'a':1}}}").getBytes(StandardCharsets.UTF_8))
                    .send();

            assertThat(answer.get(10, TimeUnit.SECONDS))
                    .isEqualTo(json("{'state':{'reported':{'a':1}},"
                            + "'metadata':{'reported':{'a':{'timestamp':NOW}}},'version':1,'timestamp':NOW}"));
        }
    }

    @Test
    void shadowOfAnotherThing_isForThePolicyToAllow() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            TestingDevice device = cloud.device().connected();

            assertThat(device.puback("$aws/things/robot-8/shadow/update", "{\"state\":{}}"))
                    .isEqualTo(0x87);
            assertThat(cloud.refusedBy(AwsRule.POLICY)).contains("$aws/things/robot-8/shadow/update");

            cloud.simulator().attach(TestingCloud.ALL);
            TestingDevice allowed = cloud.device().connected();
            allowed.subscribe("$aws/things/robot-8/shadow/update/accepted");
            allowed.publish("$aws/things/robot-8/shadow/update", "{\"state\":{}}");
            assertThat(allowed.next()).startsWith("[$aws/things/robot-8/shadow/update/accepted] ");
        }
    }

    @Test
    void wishOfAnApplication_reachesTheDevice_alsoLater() throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            TestingDevice device = cloud.device();
            device.connectToSession(600);
            device.subscribe(CLASSIC + "/update/delta");
            device.client.disconnect();

            ShadowOutcome outcome = cloud.simulator()
                    .shadow("robot-7", Optional.empty(), ShadowOperation.UPDATE, "{\"state\":{\"desired\":{\"a\":1}}}")
                    .get(10, TimeUnit.SECONDS);

            assertThat(outcome).isInstanceOf(ShadowOutcome.Accepted.class);
            device.connectToSession(600);
            assertThat(device.next()).startsWith("[" + CLASSIC + "/update/delta] {\"state\":{\"a\":1},");
            assertThat(cloud.simulator()
                            .shadow("robot-7", Optional.of("n"), ShadowOperation.GET, "")
                            .get(10, TimeUnit.SECONDS))
                    .isEqualTo(new ShadowOutcome.Rejected(404, "No shadow exists with name: 'n'", Optional.empty()));
        }
    }

    @Test
    void requestsInFlightOverTheLimit_areRejected() throws Exception {
        try (TestingCloud cloud = TestingCloud.with(builder -> builder.policy(TestingCloud.ALL)
                .quotas(Quotas.NONE.withShadowRequestsInFlight(2))
                .shadowAnswerTime(Duration.ofMillis(300)))) {
            TestingDevice device = cloud.device().connected();
            device.subscribe(CLASSIC + "/get/rejected");

            for (int i = 0; i < 3; i++) {
                device.publish(CLASSIC + "/get", "");
            }
            assertThat(device.next()).contains("\"code\":429");
            assertThat(List.of(device.next(), device.next()))
                    .allSatisfy(answer -> assertThat(answer).contains("\"code\":404"));
            device.publish(CLASSIC + "/get", "");
            assertThat(device.next()).contains("\"code\":404");
        }
    }

    @Test
    void requestsOverTheRate_areRejected() throws Exception {
        AtomicLong nanos = new AtomicLong();
        try (TestingCloud cloud = TestingCloud.with(builder -> builder.policy(TestingCloud.ALL)
                .quotas(Quotas.NONE.withShadowRequestsPerSecond(2))
                .clock(nanos::get))) {
            TestingDevice device = cloud.device().connected();
            device.subscribe(CLASSIC + "/get/rejected");

            for (int i = 0; i < 3; i++) {
                device.publish(CLASSIC + "/get", "");
            }
            assertThat(List.of(device.next(), device.next()))
                    .allSatisfy(answer -> assertThat(answer).contains("\"code\":404"));
            assertThat(device.next()).contains("\"code\":429");
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            device.publish(CLASSIC + "/get", "");
            assertThat(device.next()).contains("\"code\":404");
            await().untilAsserted(() -> assertThat(cloud.events)
                    .contains(new SimulatorEvent.Rejected("robot-7", CLASSIC + "/get", 429, "Too many requests")));
        }
    }
}
