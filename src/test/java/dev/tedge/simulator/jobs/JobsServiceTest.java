package dev.tedge.simulator.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tedge.simulator.service.TestingServiceCloud;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JobsServiceTest {

    private static final String JOBS = "$aws/things/robot-7/jobs/";
    private static final String DONE = "{\"status\":\"SUCCEEDED\"}";

    private final TestingServiceCloud cloud = new TestingServiceCloud();
    private final JobsService service = new JobsService(cloud);

    /** Asks as robot-7; gives accepted or the code of the rejection, and the answer. */
    private String ask(String operation, String payload) {
        cloud.sent.clear();
        service.published(TestingServiceCloud.message("robot-7", JOBS + operation, payload));
        assertThat(cloud.sent).hasSize(1);
        String answer = cloud.sent.get(0);
        String accepted = "robot-7 " + JOBS + operation + "/accepted ";
        String rejected = "robot-7 " + JOBS + operation + "/rejected ";
        assertThat(answer).matches(text -> text.startsWith(accepted) || text.startsWith(rejected));
        return answer.startsWith(accepted)
                ? "accepted " + answer.substring(accepted.length())
                : json(answer).path("code").asText() + " " + answer.substring(rejected.length());
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text.substring(text.indexOf('{')));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private void create(String jobId) {
        service.create(jobId, List.of("robot-7"), "{\"do\":\"" + jobId + "\"}", Optional.empty());
    }

    @Test
    void document_keepsItsNumbersAsTheyAreWritten() {
        String document = "{\"a\":1.10,\"b\":0.12345678901234567890123456789,\"c\":1E+400}";
        service.create("exact", List.of("robot-7"), document, Optional.empty());

        assertThat(service.describe("exact").path("document").toString()).isEqualTo(document);
        assertThatThrownBy(() -> service.create("huge", List.of("robot-7"), "{\"a\":1e99999999999}", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not JSON");
    }

    @Test
    void everyChange_hasAnotherVersion() {
        long before = service.version();
        create("one");
        long created = service.version();
        service.cancel("one", true);

        assertThat(created).isGreaterThan(before);
        assertThat(service.version()).isGreaterThan(created);
    }

    private JsonNode execution(String jobId) {
        return service.describe(jobId).path("executions").get(0);
    }

    private void bring(String jobId, JobStatus status) {
        switch (status) {
            case QUEUED -> {}
            case CANCELED -> service.cancel(jobId, true);
            case REMOVED -> service.remove(jobId, "robot-7");
            case TIMED_OUT -> {
                ask("start-next", "{\"stepTimeoutInMinutes\":1}");
                cloud.pass(Duration.ofMinutes(1));
            }
            default -> ask(jobId + "/update", "{\"status\":\"" + status + "\"}");
        }
    }

    static Stream<Arguments> transitions() {
        return Stream.of(JobStatus.values())
                .flatMap(from -> Stream.of(JobStatus.values()).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("transitions")
    void device_movesOnlyWhatIsPending_andOnlyToWhatIsItsOwn(JobStatus from, JobStatus to) {
        create("j1");
        bring("j1", from);
        assertThat(execution("j1").path("status").asText()).isEqualTo(from.name());

        String answer = ask("j1/update", "{\"status\":\"" + to + "\"}");

        boolean forDevices =
                List.of("IN_PROGRESS", "SUCCEEDED", "FAILED", "REJECTED").contains(to.name());
        boolean pending = List.of("QUEUED", "IN_PROGRESS").contains(from.name());
        String expected = !forDevices ? "InvalidRequest" : pending ? "accepted" : "InvalidStateTransition";
        assertThat(answer).startsWith(expected);
        assertThat(execution("j1").path("status").asText())
                .isEqualTo(expected.equals("accepted") ? to.name() : from.name());
        assertThat(json(answer).path("executionState").path("status").asText())
                .isEqualTo(expected.equals("InvalidStateTransition") ? from.name() : "");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "no payload | get | - | InvalidJson",
                "not JSON | get | { | InvalidJson",
                "two documents | get | {} {} | InvalidJson",
                "not an object | get | [] | InvalidRequest",
                "client token that is a number | get | {'clientToken':7} | InvalidRequest",
                "a request that there is not | j1/stop | {} | InvalidTopic",
                "update of whatever is next | $next/update | {'status':'FAILED'} | InvalidTopic",
                "a job id with a dot | j.1/get | {} | InvalidRequest",
                "another job | j2/get | {} | ResourceNotFound",
                "update of another job | j2/update | {'status':'FAILED'} | ResourceNotFound",
                "another execution | j1/get | {'executionNumber':2} | ResourceNotFound",
                "no status | j1/update | {} | InvalidRequest",
                "a status that is none | j1/update | {'status':'DONE'} | InvalidRequest",
                "another version | j1/update | {'status':'FAILED','expectedVersion':2} | VersionMismatch",
                "another version, as text | j1/update | {'status':'FAILED','expectedVersion':'2'} | VersionMismatch",
                "a version that is none | j1/update | {'status':'FAILED','expectedVersion':1.5} | InvalidRequest",
                "details that are a list | j1/update | {'status':'FAILED','statusDetails':[]} | InvalidRequest",
                "a detail that is a number | j1/update | {'status':'FAILED','statusDetails':{'a':1}} | InvalidRequest",
                "a detail with a bad name | j1/update | {'status':'FAILED','statusDetails':{'a b':'1'}} | InvalidRequest",
                "an empty detail | start-next | {'statusDetails':{'a':''}} | InvalidRequest",
                "a step of no time | start-next | {'stepTimeoutInMinutes':0} | InvalidRequest",
                "a step of more than 7 days | start-next | {'stepTimeoutInMinutes':10081} | InvalidRequest",
                "a flag that is a string | j1/get | {'includeJobDocument':'true'} | InvalidRequest",
            })
    void badRequest_isRejected_andChangesNothing(String reason, String operation, String payload, String code) {
        create("j1");

        String answer = ask(operation, payload == null ? "" : payload.replace('\'', '"'));

        assertThat(answer).as(reason).startsWith(code + " ");
        assertThat(json(answer).path("message").asText()).isNotEmpty();
        assertThat(json(answer).path("timestamp").asLong())
                .isEqualTo(cloud.now().getEpochSecond());
        assertThat(execution("j1").path("status").asText()).isEqualTo("QUEUED");
        assertThat(execution("j1").path("versionNumber").asLong()).isEqualTo(1);
        assertThat(cloud.rejected).hasSize(1).allMatch(text -> text.contains(code));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"get", "start-next", "j1/get", "$next/get"})
    void clientToken_isRepeated(String operation) {
        create("j1");

        assertThat(json(ask(operation, "{\"clientToken\":\"t-1\"}"))
                        .path("clientToken")
                        .asText())
                .isEqualTo("t-1");
        assertThat(json(ask("j9/get", "{\"clientToken\":\"t-2\"}"))
                        .path("clientToken")
                        .asText())
                .isEqualTo("t-2");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"64 bytes, t, 64, accepted", "65 bytes, t, 65, InvalidRequest", "33 letters, é, 33, InvalidRequest"})
    void clientToken_isMeasured_andNotRepeatedIfItIsTooLong(String reason, String letter, int times, String code) {
        create("j1");
        String token = letter.repeat(times);

        String answer = ask("get", "{\"clientToken\":\"" + token + "\"}");

        assertThat(answer).startsWith(code + " ");
        assertThat(json(answer).path("clientToken").asText()).isEqualTo(code.equals("accepted") ? token : "");
    }

    @Test
    void nothingToDo_isAccepted_withoutAnExecution() {
        for (String operation : List.of("start-next", "$next/get")) {
            JsonNode answer = json(ask(operation, "{}"));
            assertThat(answer.has("execution")).isFalse();
        }
        assertThat(ask("get", "{}"))
                .isEqualTo("accepted {\"inProgressJobs\":[],\"queuedJobs\":[],\"timestamp\":"
                        + cloud.now().getEpochSecond() + "}");
    }

    @Test
    void device_worksThroughItsJobs_inOrder() {
        create("j1");
        cloud.pass(Duration.ofSeconds(5));
        create("j2");

        JsonNode started =
                json(ask("start-next", "{\"statusDetails\":{\"step\":\"1\"}}")).path("execution");

        assertThat(started.path("jobId").asText()).isEqualTo("j1");
        assertThat(started.path("thingName").asText()).isEqualTo("robot-7");
        assertThat(started.path("status").asText()).isEqualTo("IN_PROGRESS");
        assertThat(started.path("jobDocument").path("do").asText()).isEqualTo("j1");
        assertThat(started.path("statusDetails").path("step").asText()).isEqualTo("1");
        assertThat(started.path("versionNumber").asLong()).isEqualTo(2);
        assertThat(started.path("executionNumber").asLong()).isEqualTo(1);
        assertThat(started.path("startedAt").asLong() - started.path("queuedAt").asLong())
                .isEqualTo(5);
        assertThat(json(ask("start-next", "{\"statusDetails\":{\"step\":\"9\"}}"))
                        .path("execution"))
                .isEqualTo(started);
        JsonNode lists = json(ask("get", "{}"));
        assertThat(lists.path("inProgressJobs").get(0).path("jobId").asText()).isEqualTo("j1");
        assertThat(lists.path("queuedJobs").get(0).path("jobId").asText()).isEqualTo("j2");

        ask("j1/update", DONE);

        JsonNode next = json(ask("$next/get", "{\"includeJobDocument\":false}")).path("execution");
        assertThat(next.path("jobId").asText()).isEqualTo("j2");
        assertThat(next.has("jobDocument")).isFalse();
        assertThat(ask("j1/get", "{}")).startsWith("TerminalStateReached");
        assertThat(service.describe("j1").path("status").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void update_saysWhatItIsAskedFor() {
        create("j1");

        JsonNode plain = json(ask("j1/update", "{\"status\":\"IN_PROGRESS\",\"statusDetails\":{\"a\":\"1\"}}"));
        JsonNode full = json(ask(
                "j1/update",
                "{\"status\":\"IN_PROGRESS\",\"expectedVersion\":\"2\",\"includeJobExecutionState\":true,"
                        + "\"includeJobDocument\":true}"));

        assertThat(plain.properties()).extracting(Map.Entry::getKey).containsExactly("timestamp");
        assertThat(full.path("executionState").toString())
                .isEqualTo("{\"status\":\"IN_PROGRESS\",\"statusDetails\":{\"a\":\"1\"},\"versionNumber\":3}");
        assertThat(full.path("jobDocument").path("do").asText()).isEqualTo("j1");
    }

    @Test
    void execution_timesOut_afterTheTimeOfItsJob() {
        service.create("j1", List.of("robot-7"), "{}", Optional.of(Duration.ofMinutes(10)));
        cloud.pass(Duration.ofHours(1));
        assertThat(execution("j1").path("status").asText()).isEqualTo("QUEUED");
        JsonNode started =
                json(ask("start-next", "{\"stepTimeoutInMinutes\":60}")).path("execution");
        assertThat(started.path("approximateSecondsBeforeTimedOut").asLong()).isEqualTo(600);

        cloud.pass(Duration.ofSeconds(599));
        assertThat(execution("j1").path("status").asText()).isEqualTo("IN_PROGRESS");
        cloud.published.clear();
        cloud.pass(Duration.ofSeconds(1));

        assertThat(cloud.published).hasSize(2).anyMatch(text -> text.startsWith(JOBS + "notify {"));
        assertThat(execution("j1").path("status").asText()).isEqualTo("TIMED_OUT");
        assertThat(execution("j1").has("approximateSecondsBeforeTimedOut")).isFalse();
    }

    @Test
    void step_isSetAnew_keptOrTakenAway_byUpdates() {
        create("j1");
        ask("start-next", "{\"stepTimeoutInMinutes\":2}");
        cloud.pass(Duration.ofSeconds(90));
        ask("j1/update", "{\"status\":\"IN_PROGRESS\",\"stepTimeoutInMinutes\":2}");
        cloud.pass(Duration.ofSeconds(90));
        ask("j1/update", "{\"status\":\"IN_PROGRESS\"}");
        assertThat(execution("j1").path("approximateSecondsBeforeTimedOut").asLong())
                .isEqualTo(30);
        ask("j1/update", "{\"status\":\"IN_PROGRESS\",\"stepTimeoutInMinutes\":-1}");

        cloud.pass(Duration.ofDays(30));

        assertThat(execution("j1").path("status").asText()).isEqualTo("IN_PROGRESS");
    }

    @Test
    void subscribers_areToldOfTheList_andOfWhatIsNext() {
        create("j1");
        assertThat(cloud.published).hasSize(2);
        assertThat(cloud.published.get(0)).startsWith(JOBS + "notify {");
        assertThat(json(cloud.published.get(0))
                        .path("jobs")
                        .path("QUEUED")
                        .get(0)
                        .path("jobId")
                        .asText())
                .isEqualTo("j1");
        assertThat(cloud.published.get(1)).startsWith(JOBS + "notify-next {");
        assertThat(json(cloud.published.get(1))
                        .path("execution")
                        .path("jobDocument")
                        .path("do")
                        .asText())
                .isEqualTo("j1");

        cloud.published.clear();
        create("j2");
        assertThat(cloud.published).hasSize(1).allMatch(text -> text.startsWith(JOBS + "notify {"));

        cloud.published.clear();
        ask("j2/update", "{\"status\":\"IN_PROGRESS\"}");
        assertThat(cloud.published).hasSize(2);
        assertThat(json(cloud.published.get(1)).path("execution").path("jobId").asText())
                .isEqualTo("j2");

        cloud.published.clear();
        ask("j2/update", "{\"status\":\"IN_PROGRESS\",\"statusDetails\":{\"a\":\"1\"}}");
        assertThat(cloud.published).isEmpty();

        service.cancel("j1", false);
        cloud.published.clear();
        service.delete("j2", true);
        assertThat(cloud.published)
                .containsExactly(
                        JOBS + "notify {\"timestamp\":" + cloud.now().getEpochSecond() + ",\"jobs\":{}}",
                        JOBS + "notify-next {\"timestamp\":" + cloud.now().getEpochSecond() + "}");
    }

    @Test
    void cancel_leavesWhatIsInProgress_unlessForced() {
        create("j1");
        ask("start-next", "{}");

        service.cancel("j1", false);
        assertThat(execution("j1").path("status").asText()).isEqualTo("IN_PROGRESS");
        assertThat(service.describe("j1").path("status").asText()).isEqualTo("CANCELED");
        assertThatThrownBy(() -> service.delete("j1", false)).hasMessageContaining("still in progress");
        service.cancel("j1", true);
        assertThat(execution("j1").path("status").asText()).isEqualTo("CANCELED");
        service.delete("j1", false);
        assertThat(service.list()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a job id with a slash | a/b | robot-7 | {} | 1 | must have 1 to 64",
                "an empty thing name | j1 | '' | {} | 1 | no thing name",
                "a document that is none | j1 | robot-7 | { | 1 | not JSON",
                "a list as document | j1 | robot-7 | [] | 1 | must be a JSON object",
                "no time | j1 | robot-7 | {} | 0 | 1 to 10080 minutes",
                "more than 7 days | j1 | robot-7 | {} | 10081 | 1 to 10080 minutes",
                "a job that there is | old | robot-7 | {} | 1 | already",
            })
    void badJob_isRefused(String reason, String id, String thing, String document, long minutes, String message) {
        create("old");

        assertThatThrownBy(() -> service.create(id, List.of(thing), document, Optional.of(Duration.ofMinutes(minutes))))
                .as(reason)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void document_mayHave32KiB_butNoMore() {
        String largest = "{\"a\":\"" + "x".repeat(32_768 - 8) + "\"}";

        service.create("j1", List.of("robot-7"), largest, Optional.empty());
        assertThatThrownBy(() -> service.create("j2", List.of("robot-7"), largest + " ", Optional.empty()))
                .hasMessageContaining("32768");
    }

    @Test
    void jobs_liveOn_andTimeOut_inANewSimulator() {
        service.create("j1", List.of("robot-7"), "{\"a\":1}", Optional.of(Duration.ofMinutes(10)));
        ask("start-next", "{\"stepTimeoutInMinutes\":5,\"statusDetails\":{\"a\":\"1\"}}");
        create("j2");
        service.cancel("j2", true);
        var state = JobJson.object();
        service.save(state);

        JobsService again = new JobsService(cloud);
        again.restore(state);

        assertThat(again.list()).isEqualTo(service.list());
        cloud.published.clear();
        again.connected(TestingServiceCloud.client("robot-7"));
        assertThat(cloud.published).isEmpty();
        cloud.pass(Duration.ofMinutes(5));
        assertThat(again.describe("j1").path("executions").get(0).path("status").asText())
                .isEqualTo("TIMED_OUT");
        assertThat(cloud.published).isNotEmpty();
    }
}
