package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.state.RunningSimulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shadows, jobs and retained messages over HTTP, and what is left of them after a restart. */
class SimulatorHttpServicesIT {

    private static final String SHADOW = "/things/robot-7/shadow";
    private static final String JOBS = "/things/robot-7/jobs";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final TestingCloud cloud;
    private final TestingHttp cloudSide;

    SimulatorHttpServicesIT(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.cloud = TestingCloud.with(
                builder -> builder.httpPort(0).state(directory).policy(TestingCloud.ALL));
        this.cloudSide = TestingHttp.cloudSide(cloud);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private TestingHttp control() throws IOException {
        return TestingHttp.anonymous(cloud)
                .header(
                        "Authorization",
                        "Bearer " + RunningSimulator.find(directory).token());
    }

    private static JsonNode done(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    @Test
    void shadow_isUpdated_read_andDeleted() throws Exception {
        TestingDevice device = cloud.device().connected();
        device.subscribe("$aws/things/robot-7/shadow/update/delta");

        JsonNode updated = done(cloudSide.post(SHADOW, "{\"state\":{\"desired\":{\"a\":1}}}"));
        assertThat(updated.path("version").intValue()).isEqualTo(1);
        assertThat(device.next())
                .startsWith("[$aws/things/robot-7/shadow/update/delta]")
                .contains("\"state\":{\"a\":1}");

        assertThat(done(TestingHttp.device(cloud).get(SHADOW)).path("state").toString())
                .startsWith("{\"desired\":{\"a\":1}");
        assertThat(done(cloudSide.send("DELETE", SHADOW, "")).path("version").intValue())
                .isEqualTo(1);
        assertThat(TestingHttp.outcome(cloudSide.get(SHADOW))).isEqualTo("404 ResourceNotFoundException");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | /things/robot-7/shadow | {                                       | 400 InvalidRequestException
            POST   | /things/robot-7/shadow | {"state":{"desired":{}},"version":7}    | 409 ConflictException
            GET    | /things/robot-7/shadow?name=x | ''                               | 404 ResourceNotFoundException
            PUT    | /things/robot-7/shadow | {}                                      | 405 MethodNotAllowedException
            GET    | /things/robot-7/other  | ''                                      | 404 ResourceNotFoundException
            GET    | /things/robot-7/jobs/x | ''                                      | 404 ResourceNotFoundException
            POST   | /things/robot-7/jobs/x | {                                       | 400 InvalidRequestException
            DELETE | /things/robot-7/jobs/x | ''                                      | 405 MethodNotAllowedException
            GET    | /retainedMessage/a     | ''                                      | 404 ResourceNotFoundException
            GET    | /retainedMessage?nextToken=x | ''                                | 400 InvalidRequestException
            GET    | /api/other             | ''                                      | 404 ResourceNotFoundException
            """)
    void badRequest_isRefused_inTheFormOfTheSdks(String method, String path, String body, String outcome)
            throws Exception {
        assertThat(TestingHttp.outcome(cloudSide.send(method, path, body))).isEqualTo(outcome);
    }

    @Test
    void namedShadows_areListed_inPages() throws Exception {
        for (String name : List.of("c", "a", "b")) {
            done(cloudSide.post(SHADOW + "?name=" + name, "{\"state\":{\"reported\":{\"a\":1}}}"));
        }
        String list = "/api/things/shadow/ListNamedShadowsForThing/robot-7";

        JsonNode first = done(cloudSide.get(list + "?pageSize=2"));
        assertThat(first.path("results").toString()).isEqualTo("[\"a\",\"b\"]");
        JsonNode rest = done(cloudSide.get(
                list + "?pageSize=2&nextToken=" + first.path("nextToken").textValue()));
        assertThat(rest.path("results").toString()).isEqualTo("[\"c\"]");
        assertThat(rest.has("nextToken")).isFalse();
    }

    @Test
    void device_mayDo_whatItsPolicyAllows() throws Exception {
        cloud.simulator().attach(PolicyDocument.parse("""
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action":
                ["iot:UpdateThingShadow", "iotjobsdata:GetPendingJobExecutions"], "Resource":
                ["arn:aws:iot:eu-central-1:123456789012:thing/robot-7/config",
                "arn:aws:iot:eu-central-1:123456789012:thing/robot-7"]}}
                """));
        TestingHttp device = TestingHttp.device(cloud);

        done(device.post(SHADOW + "?name=config", "{\"state\":{\"reported\":{\"a\":1}}}"));
        done(device.get(JOBS));
        for (String path : List.of(SHADOW, JOBS + "/x", "/retainedMessage", "/retainedMessage/a")) {
            assertThat(TestingHttp.outcome(device.get(path))).isEqualTo("403 ForbiddenException");
        }
        assertThat(TestingHttp.outcome(device.post(SHADOW + "?name=other", "{}")))
                .isEqualTo("403 ForbiddenException");
        assertThat(TestingHttp.outcome(device.post("/things/robot-8/shadow", "{}")))
                .isEqualTo("403 ForbiddenException");
    }

    @Test
    void job_isDone_overHttp() throws Exception {
        cloud.simulator().jobs().create("job-1", List.of("robot-7"), "{\"do\":\"it\"}");

        assertThat(done(cloudSide.get(JOBS)).path("queuedJobs").size()).isEqualTo(1);
        JsonNode started = done(cloudSide.send("PUT", JOBS + "/$next", "{}")).path("execution");
        assertThat(started.path("status").textValue()).isEqualTo("IN_PROGRESS");
        assertThat(started.path("jobDocument").textValue()).isEqualTo("{\"do\":\"it\"}");
        assertThat(done(cloudSide.get(JOBS + "/job-1?includeJobDocument=true"))
                        .at("/execution/jobDocument")
                        .isTextual())
                .isTrue();
        done(cloudSide.post(JOBS + "/job-1", "{\"status\":\"SUCCEEDED\"}"));
        assertThat(TestingHttp.outcome(cloudSide.post(JOBS + "/job-1", "{\"status\":\"IN_PROGRESS\"}")))
                .isEqualTo("409 InvalidStateTransitionException");
        assertThat(TestingHttp.outcome(cloudSide.get(JOBS + "/job-1"))).isEqualTo("410 TerminalStateException");
    }

    @Test
    void job_isMadeAndCanceled_withTheToken() throws Exception {
        TestingHttp control = control();

        done(control.send(
                "PUT",
                "/simulator/jobs/job-1",
                "{\"document\":\"{}\",\"things\":[\"robot-7\"],\"timeoutInMinutes\":5}"));
        assertThat(done(control.get("/simulator/jobs")).at("/0/jobId").textValue())
                .isEqualTo("job-1");
        done(control.post("/simulator/jobs/job-1/cancel", ""));
        assertThat(done(control.get("/simulator/jobs/job-1")).path("status").textValue())
                .isEqualTo("CANCELED");
        done(control.send("DELETE", "/simulator/jobs/job-1?force=true", ""));
        assertThat(TestingHttp.outcome(control.get("/simulator/jobs/job-1"))).isEqualTo("400 InvalidRequestException");
        assertThat(TestingHttp.outcome(control.send("PUT", "/simulator/jobs/job-2", "{")))
                .isEqualTo("400 InvalidRequestException");
        assertThat(TestingHttp.outcome(cloudSide.get("/simulator/jobs"))).isEqualTo("403 ForbiddenException");
    }

    @Test
    void status_tells_whoIsConnected_andWhatIsWrong() throws Exception {
        TestingHttp control = control();
        TestingDevice device = cloud.device().connected();
        done(control.post("/simulator/faults", "refuse 0x97 a 2x"));
        assertThat(device.puback("a", "")).isEqualTo(0x97);

        JsonNode status = done(control.get("/simulator/status"));
        assertThat(status.path("connected").toString()).isEqualTo("[\"robot-7\"]");
        assertThat(status.path("faults").toString()).isEqualTo("[{\"fault\":\"refuse 0x97 a 2x\",\"used\":1}]");
        done(control.send("DELETE", "/simulator/faults", ""));
        assertThat(device.puback("a", "")).isZero();
        done(control.send("PUT", "/simulator/policy", """
                {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "iot:Publish", "Resource": "*"}}
                """));
        assertThat(device.puback("a", "")).isEqualTo(0x87);
    }

    @Test
    void retainedMessages_areListed_andRead() throws Exception {
        TestingDevice device = cloud.device().connected();
        cloudSide.post("/topics/a%2F1?qos=1&retain=true", "one");
        cloudSide.post("/topics/a%2F2?qos=0&retain=true", "two!");

        JsonNode first = done(cloudSide.get("/retainedMessage?maxResults=1"));
        assertThat(first.at("/retainedTopics/0/topic").textValue()).isEqualTo("a/1");
        assertThat(first.at("/retainedTopics/0/payloadSize").intValue()).isEqualTo(3);
        assertThat(first.at("/retainedTopics/0/qos").intValue()).isEqualTo(1);
        assertThat(first.at("/retainedTopics/0/lastModifiedTime").longValue()).isPositive();
        assertThat(done(cloudSide.get("/retainedMessage?nextToken="
                                + first.path("nextToken").textValue()))
                        .at("/retainedTopics/0/topic")
                        .textValue())
                .isEqualTo("a/2");
        assertThat(done(cloudSide.get("/retainedMessage/a%2F2")).path("payload").binaryValue())
                .asString()
                .isEqualTo("two!");
        device.subscribe("a/1");
        assertThat(device.next()).isEqualTo("[a/1] one");
    }

    @Test
    void shadowsAndJobs_outlastTheSimulator() throws Exception {
        done(cloudSide.post(SHADOW, "{\"state\":{\"desired\":{\"a\":1}}}"));
        cloud.simulator().jobs().create("job-1", List.of("robot-7"), "{}", Optional.of(Duration.ofMinutes(9)));

        cloud.restart();

        TestingHttp again = TestingHttp.cloudSide(cloud);
        assertThat(done(again.get(SHADOW)).at("/state/desired/a").intValue()).isEqualTo(1);
        assertThat(done(again.get(JOBS)).at("/queuedJobs/0/jobId").textValue()).isEqualTo("job-1");
        assertThat(Files.readString(directory.resolve("state.json"))).doesNotContain("PRIVATE KEY");
    }

    @Test
    void changes_areWritten_beforeTheEnd() throws Exception {
        done(cloudSide.post(SHADOW, "{\"state\":{\"desired\":{\"colour\":1}}}"));

        await().until(() -> Files.exists(directory.resolve("state.json"))
                && Files.readString(directory.resolve("state.json")).contains("colour"));
    }
}
