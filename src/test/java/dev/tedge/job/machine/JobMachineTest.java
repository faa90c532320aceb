package dev.tedge.job.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.job.execution.Command;
import dev.tedge.job.execution.ExecutionId;
import dev.tedge.job.execution.JsonText;
import dev.tedge.job.execution.Ledger;
import dev.tedge.job.execution.LedgerJson;
import dev.tedge.job.execution.Outcome;
import dev.tedge.job.execution.Phase;
import dev.tedge.job.execution.Work;
import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.TestingRefusals;
import dev.tedge.link.session.ReasonCodes;
import dev.tedge.message.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobMachineTest {

    private static final int QUOTA_EXCEEDED = 0x97;

    private static final JobsOf JOBS = new JobsOf("robot", "te", "aws");
    private static final String ASK = "$aws/things/robot/jobs/";
    private static final ExecutionId ID = new ExecutionId("j1", 1, 0);
    private static final String TOPIC = "te/device/main///cmd/restart/aws-j1-1";
    private static final Payload INIT = Payload.ofText("{\"status\":\"init\",\"x\":1}");
    private static final Command COMMAND = new Command(TOPIC, INIT, OptionalInt.empty());

    private final List<Effect> effects = new ArrayList<>();
    private JobMachine machine = new JobMachine(JOBS, Ledger.EMPTY, this::now, new Random(1));
    private long now;

    private long now() {
        return now;
    }

    @Test
    void job_isAskedFor_offered_reported_andCleared() {
        up();
        Effect.Ask next = ask("start-next");

        assertThat(answer(next, true, execution(2, 0))).isPresent();
        machine.command(ID, COMMAND);
        assertThat(publication(Effect.Purpose.OFFER)).isEqualTo(new Effect.Publish(Effect.Purpose.OFFER, TOPIC, INIT));
        machine.published(Effect.Purpose.OFFER);
        say("{\"status\":\"executing\",\"x\":1,\"progress\":5}");
        Effect.Ask progress = ask("j1/update");
        assertThat(json(progress))
                .hasToString("{\"clientToken\":\"%s\",\"executionNumber\":1,\"status\":\"IN_PROGRESS\","
                                .formatted(progress.token())
                        + "\"includeJobExecutionState\":true,\"expectedVersion\":2,"
                        + "\"statusDetails\":{\"status\":\"executing\",\"progress\":\"5\"}}");
        answer(progress, true, "{\"executionState\":{\"status\":\"IN_PROGRESS\",\"versionNumber\":3}}");
        say("{\"status\":\"successful\"}");
        Effect.Ask end = ask("j1/update");
        assertThat(json(end).path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(json(end).path("expectedVersion").asInt()).isEqualTo(3);
        answer(end, true, "{}");
        assertThat(publication(Effect.Purpose.CLEAR).payload().size()).isZero();
        machine.published(Effect.Purpose.CLEAR);

        assertThat(machine.ledger().work()).isEmpty();
        assertThat(machine.ledger().outcomeOf(ID)).map(Outcome::status).contains(Outcome.Status.SUCCEEDED);
        ask("start-next");
    }

    @Test
    void outcome_isRepeated_afterARestart_untilAwsHasAccepted() {
        running();
        say("{\"status\":\"failed\",\"reason\":\"no\"}");
        restart();
        up();

        Effect.Ask first = ask("j1/update");
        assertThat(json(first).at("/statusDetails/reason").asText()).isEqualTo("no");
        pass(Duration.ofSeconds(15));
        pass(Duration.ofSeconds(2));
        Effect.Ask second = ask("j1/update");

        assertThat(second.token()).isNotEqualTo(first.token());
        assertThat(machine.ledger().work()).map(Work::phase).contains(Phase.ENDED);
        answer(second, false, "{\"code\":\"VersionMismatch\",\"executionState\":{\"status\":\"FAILED\"}}");
        publication(Effect.Purpose.CLEAR);
    }

    @Test
    void finishedJob_isNotExecutedAgain_whenItComesOnceMore() {
        running();
        end("{\"status\":\"successful\"}");

        Effect.Ask next = ask("start-next");
        assertThat(answer(next, true, execution(5, 0))).isEmpty();

        assertThat(json(ask("j1/update")).path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(effects).noneMatch(Effect.Publish.class::isInstance);
    }

    @Test
    void brokenDocument_isRejected_withTheReason() {
        up();
        answer(ask("start-next"), true, execution(2, 0));

        machine.refused(ID, "the document names no operation");

        Effect.Ask end = ask("j1/update");
        assertThat(json(end).path("status").asText()).isEqualTo("REJECTED");
        assertThat(json(end).at("/statusDetails/reason").asText()).isEqualTo("the document names no operation");
        answer(end, true, "{}");
        assertThat(machine.ledger().work()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"TerminalStateReached", "ResourceNotFound"})
    void device_isTold_whenAwsHasEndedAJob(String code) {
        running();

        heard("notify-next", "{\"timestamp\":1}");
        answer(ask("j1/get"), false, "{\"code\":\"%s\"}".formatted(code));

        Effect.Publish told = publication(Effect.Purpose.WITHDRAW);
        assertThat(JsonText.object(told.payload()).orElseThrow().path("status").asText())
                .isEqualTo("failed");
        machine.published(Effect.Purpose.WITHDRAW);
        publication(Effect.Purpose.CLEAR);
        machine.published(Effect.Purpose.CLEAR);
        assertThat(machine.ledger().work()).isEmpty();
    }

    @Test
    void lateWord_isCleared() {
        running();
        end("{\"status\":\"successful\"}");

        say("{\"status\":\"executing\"}");

        assertThat(publication(Effect.Purpose.SWEEP).topic()).isEqualTo(TOPIC);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "the broker has nothing,,OFFER",
                "the broker has it,\"{'status':'init','x':1}\",",
                "the device has begun,\"{'status':'executing'}\",",
            })
    void command_isPublishedOnce_whateverARestartInterrupts(String reason, String retained, Effect.Purpose published) {
        up();
        answer(ask("start-next"), true, execution(2, 0));
        machine.command(ID, COMMAND);
        restart();
        up();
        Effect.LookUp lookUp = effect(Effect.LookUp.class);

        machine.found(
                lookUp.moment(), Optional.ofNullable(retained).map(text -> Payload.ofText(text.replace('\'', '"'))));

        drain();
        assertThat(effects.stream()
                        .filter(Effect.Publish.class::isInstance)
                        .map(effect -> ((Effect.Publish) effect).purpose()))
                .as(reason)
                .isEqualTo(published == null ? List.of() : List.of(published));
    }

    @Test
    void lastWord_isPutBack_whenTheBrokerHasLostIt() {
        running();
        machine.local(false);
        machine.local(true);

        machine.found(effect(Effect.LookUp.class).moment(), Optional.empty());
        pass(Duration.ofSeconds(3));
        machine.found(effect(Effect.LookUp.class).moment(), Optional.empty());

        assertThat(publication(Effect.Purpose.PUT_BACK).payload())
                .isEqualTo(Payload.ofText("{\"status\":\"executing\"}"));
    }

    @Test
    void lastWord_isPutBack_whenTheBrokerHasTheOfferAgain() {
        running();
        machine.local(false);
        machine.local(true);

        machine.found(effect(Effect.LookUp.class).moment(), Optional.of(INIT));

        assertThat(publication(Effect.Purpose.PUT_BACK).payload())
                .isEqualTo(Payload.ofText("{\"status\":\"executing\"}"));
        machine.published(Effect.Purpose.PUT_BACK);
        drain();
        assertThat(effects).isEmpty();

        machine.heardLocally(TOPIC, INIT);
        publication(Effect.Purpose.PUT_BACK);
    }

    @Test
    void endedCommand_isClearedAgain_whenTheBrokerWasAway() {
        running();
        end("{\"status\":\"successful\"}");
        restart();
        up();

        assertThat(publication(Effect.Purpose.SWEEP))
                .isEqualTo(new Effect.Publish(Effect.Purpose.SWEEP, TOPIC, Payload.ofText("")));
    }

    @Test
    void jobThatWasDeletedAndCreatedAnew_isExecutedAgain() {
        up();
        long[] queued = {500, 501, 501};
        List<Optional<Document>> documents = new ArrayList<>();
        for (long at : queued) {
            String execution =
                    execution(2, 0).replace("\"executionNumber\"", "\"queuedAt\":" + at + ",\"executionNumber\"");
            documents.add(answer(ask("start-next"), true, execution));
            if (documents.get(documents.size() - 1).isPresent()) {
                machine.command(new ExecutionId("j1", 1, at), COMMAND);
                publication(Effect.Purpose.OFFER);
                machine.published(Effect.Purpose.OFFER);
                end("{\"status\":\"successful\"}");
                restart();
                up();
                publication(Effect.Purpose.SWEEP);
            }
        }

        assertThat(documents).extracting(Optional::isPresent).containsExactly(true, true, false);
    }

    @Test
    void jobThatWasCreatedAnew_endsTheOneThatIsWorkedOn() {
        up();
        answer(
                ask("start-next"),
                true,
                execution(2, 0).replace("\"executionNumber\"", "\"queuedAt\":500,\"executionNumber\""));
        machine.command(new ExecutionId("j1", 1, 500), COMMAND);
        publication(Effect.Purpose.OFFER);
        machine.published(Effect.Purpose.OFFER);

        heard("notify-next", "{\"execution\":{\"jobId\":\"j1\",\"executionNumber\":1,\"queuedAt\":501}}");
        answer(
                ask("j1/get"),
                true,
                execution(1, 0).replace("\"executionNumber\"", "\"queuedAt\":501,\"executionNumber\""));

        publication(Effect.Purpose.WITHDRAW);
    }

    @Test
    void brokerIsAsked_whenNobodyKnowsWhetherItHasTheCommand() {
        up();
        answer(ask("start-next"), true, execution(2, 0));
        machine.command(ID, COMMAND);
        publication(Effect.Purpose.OFFER);

        machine.notPublished(Effect.Purpose.OFFER, Optional.empty());
        pass(Duration.ofSeconds(5));
        machine.found(effect(Effect.LookUp.class).moment(), Optional.of(Payload.ofText("{\"status\":\"executing\"}")));
        drain();

        assertThat(effects).noneMatch(Effect.Publish.class::isInstance);
        assertThat(machine.ledger().work()).map(Work::phase).contains(Phase.RUNNING);
    }

    @Test
    void noticeThatOvertakesAnEmptyAnswer_counts() {
        up();
        Effect.Ask next = ask("start-next");
        heard("notify-next", execution(1, 0));

        answer(next, true, "{}");

        answer(ask("start-next"), true, "{}");
        drain();
        assertThat(effects).isEmpty();
    }

    @Test
    void noticeThatOvertakesACheck_counts() {
        running();
        heard("notify-next", "{\"timestamp\":1}");
        Effect.Ask check = ask("j1/get");
        heard("notify-next", "{\"timestamp\":2}");

        answer(check, true, execution(3, 0));

        answer(ask("j1/get"), true, execution(3, 0));
        drain();
        assertThat(effects).isEmpty();
    }

    @Test
    void unansweredQuestion_isAskedAgain() {
        up();
        ask("start-next");
        pass(Duration.ofSeconds(15));
        pass(Duration.ofSeconds(2));
        answer(ask("start-next"), true, execution(2, 0));

        // No route makes a command of it.
        pass(Duration.ofSeconds(60));
        pass(Duration.ofSeconds(3));

        ask("start-next");
    }

    @Test
    void jobStartedBeforeItsStateWasLost_isLookedUp() {
        up();
        answer(ask("start-next"), true, execution(4, 100));

        machine.command(ID, COMMAND);

        assertThat(effect(Effect.LookUp.class).topic()).isEqualTo(TOPIC);
    }

    @Test
    void deniedRequest_isRepeatedSeldom_whateverTheConnectionDoes() {
        up();
        machine.notAsked(ask("start-next").token(), refusal(ReasonCodes.NOT_AUTHORIZED));
        assertThat(effect(Effect.Report.class).text()).contains("not authorized", "ten minutes");
        assertSilent(Duration.ofMinutes(9));

        pass(Duration.ofMinutes(1));
        machine.notAsked(ask("start-next").token(), refusal(ReasonCodes.NOT_AUTHORIZED));
        assertSilent(Duration.ofMinutes(19));

        pass(Duration.ofMinutes(1));
        answer(ask("start-next"), true, "{}");
        heard("notify-next", execution(2, 0));
        ask("start-next");
    }

    @Test
    void refusalThatIsNoDenial_isReported_andRepeatedSoon() {
        up();
        machine.notAsked(ask("start-next").token(), refusal(QUOTA_EXCEEDED));
        assertThat(effect(Effect.Report.class).text())
                .contains("quota exceeded")
                .doesNotContain("ten minutes");

        pass(Duration.ofSeconds(2));
        machine.notAsked(ask("start-next").token(), refusal(QUOTA_EXCEEDED));
        pass(Duration.ofSeconds(3));

        ask("start-next");
        assertThat(effects).as("told once").isEmpty();
    }

    private static Optional<PublishRefusedException> refusal(int reasonCode) {
        return Optional.of(TestingRefusals.answered("$aws/things/x/jobs/start-next", reasonCode));
    }

    private void assertSilent(Duration time) {
        pass(time);
        machine.cloud(false);
        machine.cloud(true);
        drain();
        assertThat(effects).isEmpty();
        assertThat(machine.due()).isPresent();
    }

    @Test
    void throttledRequest_isRepeatedLater() {
        up();
        answer(ask("start-next"), false, "{\"code\":\"RequestThrottled\"}");
        drain();
        assertThat(effects).isEmpty();

        pass(Duration.ofSeconds(2));

        ask("start-next");
    }

    @Test
    void details_areLeftOut_whenAwsDoesNotTakeThem() {
        running();
        say("{\"status\":\"failed\",\"reason\":\"no\"}");

        answer(ask("j1/update"), false, "{\"code\":\"InvalidRequest\"}");

        Effect.Ask again = ask("j1/update");
        assertThat(json(again).path("status").asText()).isEqualTo("FAILED");
        assertThat(json(again).has("statusDetails")).isFalse();
    }

    @Test
    void changedVersion_isTakenOver() {
        running();
        say("{\"status\":\"successful\"}");

        answer(
                ask("j1/update"),
                false,
                "{\"code\":\"VersionMismatch\",\"executionState\":{\"status\":\"IN_PROGRESS\",\"versionNumber\":9}}");

        assertThat(json(ask("j1/update")).path("expectedVersion").asInt()).isEqualTo(9);
    }

    private void up() {
        machine.cloud(true);
        machine.local(true);
    }

    /** A job that its device has begun, and AWS knows it. */
    private void running() {
        up();
        answer(ask("start-next"), true, execution(2, 0));
        machine.command(ID, COMMAND);
        publication(Effect.Purpose.OFFER);
        machine.published(Effect.Purpose.OFFER);
        say("{\"status\":\"executing\"}");
        answer(ask("j1/update"), true, "{\"executionState\":{\"status\":\"IN_PROGRESS\",\"versionNumber\":3}}");
    }

    private void end(String last) {
        say(last);
        answer(ask("j1/update"), true, "{}");
        publication(Effect.Purpose.CLEAR);
        machine.published(Effect.Purpose.CLEAR);
    }

    /** All that is kept is the ledger. */
    private void restart() {
        Ledger kept = LedgerJson.read("robot", LedgerJson.write("robot", machine.ledger()));
        assertThat(kept).isEqualTo(machine.ledger());
        machine = new JobMachine(JOBS, kept, this::now, new Random(2));
        effects.clear();
    }

    private void pass(Duration time) {
        now += time.toMillis();
        machine.tick();
    }

    private void say(String payload) {
        machine.heardLocally(TOPIC, Payload.ofText(payload));
    }

    private static String execution(int version, int age) {
        return "{\"timestamp\":%d,\"execution\":{\"jobId\":\"j1\",\"status\":\"IN_PROGRESS\",\"startedAt\":1000,"
                        .formatted(1000 + age)
                + "\"versionNumber\":%d,\"executionNumber\":1,\"jobDocument\":{\"operation\":\"restart\"}}}"
                        .formatted(version);
    }

    private Optional<Document> answer(Effect.Ask ask, boolean accepted, String body) {
        ObjectNode json = JsonText.object(Payload.ofText(body)).orElseThrow().put("clientToken", ask.token());
        return heard(ask.topic().substring(ASK.length()) + (accepted ? "/accepted" : "/rejected"), json.toString());
    }

    private Optional<Document> heard(String topic, String payload) {
        return machine.heardFromCloud(
                CloudAnswer.parse("robot", ASK + topic, Payload.ofText(payload)).orElseThrow());
    }

    private Effect.Ask ask(String topic) {
        Effect.Ask ask = effect(Effect.Ask.class);
        assertThat(ask.topic()).isEqualTo(ASK + topic);
        return ask;
    }

    private static ObjectNode json(Effect.Ask ask) {
        return JsonText.object(ask.payload()).orElseThrow();
    }

    private Effect.Publish publication(Effect.Purpose purpose) {
        Effect.Publish publish = effect(Effect.Publish.class);
        assertThat(publish.purpose()).isEqualTo(purpose);
        return publish;
    }

    /** The first of its kind that has not been taken yet. */
    private <T extends Effect> T effect(Class<T> kind) {
        drain();
        T first = effects.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + kind.getSimpleName() + " in " + effects));
        effects.remove(first);
        return first;
    }

    private void drain() {
        effects.addAll(machine.takeEffects());
    }
}
