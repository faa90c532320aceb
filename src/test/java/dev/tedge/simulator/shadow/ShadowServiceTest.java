package dev.tedge.simulator.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.simulator.quota.Quotas;
import dev.tedge.simulator.service.DeviceMessage;
import dev.tedge.simulator.service.TestingServiceCloud;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics, rates, and what outlasts the service. */
class ShadowServiceTest {

    private static final String CLASSIC = "$aws/things/robot-7/shadow";
    private static final String REPORT = "{\"state\":{\"reported\":{\"a\":1}}}";
    private static final String WISH = "{\"state\":{\"desired\":{\"a\":2}}}";

    private final AtomicLong nanos = new AtomicLong();
    private final TestingServiceCloud cloud = new TestingServiceCloud();
    private final ShadowService service = service(Quotas.NONE);

    private ShadowService service(Quotas quotas) {
        return new ShadowService(cloud, quotas, nanos::get, Duration.ZERO);
    }

    private static DeviceMessage message(String topic, String payload) {
        return TestingServiceCloud.message("robot-7", topic, payload);
    }

    private static DeviceMessage message(ConnectedClient device, String topic, String payload) {
        return new DeviceMessage(device, ServerMessage.of(topic, Payload.of(payload), 1));
    }

    private List<String> takePublished() {
        List<String> taken = List.copyOf(cloud.published);
        cloud.published.clear();
        return taken;
    }

    private List<String> topicsAfter(String topic, String payload) {
        service.published(message(topic, payload));
        return takePublished().stream()
                .map(published -> published.substring(0, published.indexOf(' ')))
                .toList();
    }

    private int code(ShadowOperation operation, String payload) {
        return code(service, operation, payload);
    }

    private static int code(ShadowService service, ShadowOperation operation, String payload) {
        ShadowOutcome outcome = service.request("robot-7", Optional.empty(), operation, Payload.of(payload));
        return outcome instanceof ShadowOutcome.Rejected rejected ? rejected.code() : 200;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$aws/things/robot-7/shadow",
                "$aws/things/robot-7/shadow/name/config",
                "$aws/things/x/shadow/name/$:_"
            })
    void answers_haveTheTopicsOfTheirShadow(String shadow) {
        assertThat(topicsAfter(shadow + "/get", "")).containsExactly(shadow + "/get/rejected");
        assertThat(topicsAfter(shadow + "/update", REPORT))
                .containsExactly(shadow + "/update/accepted", shadow + "/update/documents");
        assertThat(topicsAfter(shadow + "/update", WISH))
                .containsExactly(shadow + "/update/accepted", shadow + "/update/delta", shadow + "/update/documents");
        assertThat(topicsAfter(shadow + "/update", "{}")).containsExactly(shadow + "/update/rejected");
        assertThat(topicsAfter(shadow + "/get", "")).containsExactly(shadow + "/get/accepted");
        assertThat(topicsAfter(shadow + "/delete", "")).containsExactly(shadow + "/delete/accepted");
        assertThat(topicsAfter(shadow + "/delete", "")).containsExactly(shadow + "/delete/rejected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$aws/things/robot-7/shadow",
                "$aws/things/robot-7/shadow/",
                "$aws/things/robot-7/shadow/list",
                "$aws/things/robot-7/shadow/GET",
                "$aws/things/robot-7/shadow/get/accepted",
                "$aws/things/robot-7/shadow/name/get",
                "$aws/things/robot-7/shadow/name/n",
                "$aws/things/robot-7/shadow/named/n/get",
                "$aws/things/robot-7/shadow/name/n/get/x",
                "$aws/things/robot-7/jobs/get",
                "$aws/thing/robot-7/shadow/get",
                "aws/things/robot-7/shadow/get",
                "a"
            })
    void otherTopics_areLeftAlone(String topic) {
        assertThat(topicsAfter(topic, "")).isEmpty();
        assertThat(cloud.rejected).isEmpty();
    }

    @Test
    void refusal_isToldToTheDevice_andToPeople() {
        service.published(message(CLASSIC + "/get", "{\"clientToken\":\"t\"}"));

        assertThat(cloud.published)
                .containsExactly(CLASSIC + "/get/rejected "
                        + "{\"code\":404,\"message\":\"No shadow exists with name: 'robot-7'\",\"clientToken\":\"t\"}");
        assertThat(cloud.rejected)
                .containsExactly("robot-7 " + CLASSIC + "/get 404 No shadow exists with name: 'robot-7'");
    }

    @Test
    void requestOfAnApplication_isToldToSubscribers_ifItChangesSomething() {
        assertThat(code(ShadowOperation.UPDATE, WISH)).isEqualTo(200);
        assertThat(takePublished())
                .hasSize(3)
                .allSatisfy(published -> assertThat(published).startsWith(CLASSIC + "/update/"));
        assertThat(code(ShadowOperation.GET, "")).isEqualTo(200);
        assertThat(code(ShadowOperation.UPDATE, "{}")).isEqualTo(400);
        assertThat(takePublished()).isEmpty();
        assertThat(code(ShadowOperation.DELETE, "")).isEqualTo(200);
        assertThat(takePublished()).singleElement().asString().startsWith(CLASSIC + "/delete/accepted {\"version\":1,");
        assertThat(code(ShadowOperation.DELETE, "")).isEqualTo(404);
        assertThat(takePublished()).isEmpty();
    }

    @Test
    void names_areThoseOfTheThing_inOrder_withoutTheClassicShadow() {
        for (String shadow : List.of("/name/b", "", "/name/a")) {
            service.published(message(CLASSIC + shadow + "/update", REPORT));
        }
        service.published(message("$aws/things/other/shadow/name/c/update", REPORT));

        assertThat(service.names("robot-7")).containsExactly("a", "b");
        service.published(message(CLASSIC + "/name/a/delete", ""));
        assertThat(service.names("robot-7")).containsExactly("b");
        assertThat(service.names("unknown")).isEmpty();
    }

    @Test
    void requests_areTwentyInASecond_forAllShadowsOfAThing() {
        ShadowService limited = service(Quotas.AWS);
        for (int i = 0; i < 10; i++) {
            limited.published(message(CLASSIC + "/update", REPORT));
            limited.published(message(CLASSIC + "/name/n/update", REPORT));
        }
        cloud.published.clear();

        limited.published(message(CLASSIC + "/get", "{\"clientToken\":\"t\"}"));
        assertThat(takePublished())
                .containsExactly(CLASSIC + "/get/rejected {\"code\":429,\"message\":\"Too many requests\","
                        + "\"clientToken\":\"t\"}");
        assertThat(code(limited, ShadowOperation.GET, "")).isEqualTo(429);
        limited.published(message("$aws/things/other/shadow/update", REPORT));
        assertThat(takePublished()).hasSize(2);

        nanos.addAndGet(Duration.ofMillis(50).toNanos());
        assertThat(code(limited, ShadowOperation.GET, "")).isEqualTo(200);
        assertThat(code(limited, ShadowOperation.GET, "")).isEqualTo(429);
    }

    @Test
    void requestsInFlight_areTen_ofAConnectionForAThing() {
        ShadowService slow =
                new ShadowService(cloud, Quotas.NONE.withShadowRequestsInFlight(10), nanos::get, Duration.ofMillis(80));
        ConnectedClient device = TestingServiceCloud.client("robot-7");
        for (int i = 0; i < 5; i++) {
            slow.published(message(device, CLASSIC + "/update", REPORT));
            slow.published(message(device, CLASSIC + "/name/n/get", ""));
        }
        assertThat(takePublished()).isEmpty();

        slow.published(message(device, CLASSIC + "/name/m/update", "{\"state\":{},\"clientToken\":\"t\"}"));
        assertThat(takePublished())
                .containsExactly(CLASSIC + "/name/m/update/rejected {\"code\":429,\"message\":\"Too many requests\","
                        + "\"clientToken\":\"t\"}");
        slow.published(message(device, "$aws/things/other/shadow/get", ""));
        slow.published(message(TestingServiceCloud.client("robot-7"), CLASSIC + "/get", ""));
        assertThat(code(slow, ShadowOperation.GET, "")).isEqualTo(404);
        assertThat(takePublished()).isEmpty();

        cloud.pass(Duration.ofMillis(80));
        assertThat(takePublished()).hasSize(5 * 2 + 5 + 2).noneMatch(answer -> answer.contains("429"));
        slow.published(message(device, CLASSIC + "/get", ""));
        cloud.pass(Duration.ofMillis(80));
        assertThat(takePublished()).hasSize(1).allMatch(answer -> answer.startsWith(CLASSIC + "/get/accepted "));
        assertThat(slow.names("robot-7")).isEmpty();
    }

    @Test
    void shadows_outlastTheService_withTheVersionsOfDeletedOnes() {
        service.published(message(CLASSIC + "/update", WISH));
        cloud.pass(Duration.ofSeconds(5));
        service.published(message(CLASSIC + "/update", "{\"state\":{\"reported\":{\"b\":[1.50]}}}"));
        service.published(message(CLASSIC + "/name/n/update", REPORT));
        service.published(message(CLASSIC + "/name/n/delete", ""));
        service.published(message(CLASSIC + "/name/empty/update", "{\"state\":{}}"));
        ObjectNode state = new JsonMapper().createObjectNode();
        service.save(state);
        ShadowOutcome before = service.request("robot-7", Optional.empty(), ShadowOperation.GET, Payload.EMPTY);

        ShadowService next = service(Quotas.NONE);
        next.restore(state);

        assertThat(next.request("robot-7", Optional.empty(), ShadowOperation.GET, Payload.EMPTY))
                .isEqualTo(before);
        assertThat(next.names("robot-7")).containsExactly("empty");
        cloud.published.clear();
        next.published(message(CLASSIC + "/name/n/update", REPORT));
        assertThat(cloud.published.get(0)).contains("\"version\":2");
        ObjectNode again = new JsonMapper().createObjectNode();
        service.save(again);
        assertThat(again).isEqualTo(state);
    }

    @Test
    void nothing_isAStateToo() {
        service.restore(new JsonMapper().createObjectNode());

        assertThat(service.names("robot-7")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            no thing          | {"version":1}                                   | 'thing'
            thing is a number | {"thing":1,"version":1}                         | 'thing'
            name is null      | {"thing":"t","name":null,"version":1}           | 'name'
            no version        | {"thing":"t"}                                   | 'version'
            version 0         | {"thing":"t","version":0}                       | 'version'
            no time           | {"thing":"t","version":1,"deletedAt":"now"}     | 'deletedAt'
            no metadata       | {"thing":"t","version":1,"state":{"desired":{}}} | 'desired'
            state is a number | {"thing":"t","version":1,"state":{"reported":1},"metadata":{"reported":{}}} | 'reported'
            """)
    void unknownState_isRefused_andNamesTheField(String reason, String shadow, String field) throws Exception {
        ObjectNode state = (ObjectNode) new JsonMapper().readTree("{\"shadows\":[" + shadow + "]}");

        assertThatThrownBy(() -> service.restore(state))
                .as(reason)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(field);
    }
}
