package dev.tedge.shadow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.Publisher;
import dev.tedge.link.TestingRefusals;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.ReasonCodes;
import dev.tedge.message.EntityId;
import dev.tedge.shadow.document.ExactJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When requests are sent, by a clock that the test moves. */
class ShadowRequestsTest {

    private final List<OutboundMessage> sent = new ArrayList<>();
    private final Queue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::due));
    private final List<String> reports = new ArrayList<>();
    private final Shadow classic = shadow("device/main//", "$aws/things/x/shadow");
    private final List<Shadow> named = IntStream.range(0, 20)
            .mapToObj(i -> shadow("device/" + i + "//", "$aws/things/x/shadow/name/device:" + i))
            .toList();
    private final ShadowRequests requests = new ShadowRequests(this::publish, this::later, () -> this.now);
    private Function<String, Optional<Exception>> broker = topic -> Optional.empty();
    private long now;

    private record Task(long due, Runnable action) {}

    @Test
    void refusal_holdsAcrossConnections_andIsToldOnce_andOneTimerBringsItBack() {
        broker = topic -> Optional.of(new PublishRefusedException(topic, "not authorized"));
        List<Shadow> one = named.subList(0, 1);
        requests.linkChanged(true, one);
        pass(Duration.ofSeconds(11));
        assertThat(sent).hasSize(1);

        for (int i = 0; i < 3; i++) {
            reconnect(one);
            requests.settled(one.get(0));
        }

        assertThat(sent).as("nothing more").hasSize(1);
        assertThat(reports).hasSize(1);
        assertThat(tasks).as("one timer").hasSize(1);
    }

    @Test
    void requests_areTenInASecond_andFiveInFlight() {
        requests.linkChanged(true, named);
        pass(Duration.ofSeconds(1));
        assertThat(sent).hasSize(5);

        named.forEach(this::thereIsNone);
        pass(Duration.ofMillis(350));

        assertThat(sent).hasSize(5 + 4);
    }

    /** AWS ends the connection over each of them. */
    @Test
    void namedShadows_thatThePolicyDenies_areTriedOneAtATime_lessAndLessOften() {
        deny("/shadow/name/");
        requests.linkChanged(true, all());
        pass(Duration.ofSeconds(1));
        assertThat(sentToNamed()).isEqualTo(1);
        thereIsNone(classic);
        classic.twins().set("a", "1".getBytes(UTF_8), Optional.empty());
        requests.settled(classic);
        pass(Duration.ofSeconds(1));
        assertThat(topics()).as("the policy allows the classic one").endsWith(classic.topic() + "/update");

        int tries = 1;
        for (int minutes : new int[] {10, 20, 40, 80, 160, 160, 160}) {
            reconnect(all());
            pass(Duration.ofMinutes(minutes).minusSeconds(30));
            assertThat(sentToNamed()).as("within %d minutes", minutes).isEqualTo(tries);
            pass(Duration.ofSeconds(30));
            tries++;
            assertThat(sentToNamed()).as("after %d minutes", minutes).isEqualTo(tries);
        }
        assertThat(reports.stream().filter(report -> report.contains("can't be asked for")))
                .hasSizeLessThanOrEqualTo(tries);
    }

    @Test
    void classicShadow_thatThePolicyDenies_leavesTheNamedOnesAlone() {
        deny(classic.topic() + "/get");
        requests.linkChanged(true, all());

        pass(Duration.ofMinutes(5));

        assertThat(topics().filter(topic -> topic.startsWith(classic.topic() + "/get")))
                .hasSize(1);
        assertThat(sentToNamed()).isGreaterThanOrEqualTo(named.size());
    }

    @Test
    void pause_isAsShortAsTheFirstOne_afterAnUpdateThatThePolicyAllows() {
        Shadow one = named.get(0);
        one.twins().set("a", "1".getBytes(UTF_8), Optional.empty());
        deny("/shadow/name/");
        requests.linkChanged(true, List.of(one));
        pass(Duration.ofMinutes(15));
        assertThat(sent).as("now 20 minutes").hasSize(2);

        broker = topic -> Optional.empty();
        pass(Duration.ofMinutes(15).plusSeconds(5));
        thereIsNone(one);
        pass(Duration.ofSeconds(1));
        assertThat(topics()).endsWith(one.topic() + "/get", one.topic() + "/update");
        deny("/shadow/name/");
        reconnect(List.of(one));
        pass(Duration.ofSeconds(1));
        int before = sent.size();

        pass(Duration.ofMinutes(9));
        assertThat(sent).hasSize(before);
        pass(Duration.ofMinutes(1));
        assertThat(sent).hasSize(before + 1);
    }

    /** As when the policy allows no subscription to the answers. */
    @Test
    void withoutAnyAnswer_requestsAreFew_andEachShadowIsReportedOnce() {
        requests.linkChanged(true, all());

        pass(Duration.ofHours(1));

        assertThat(reports).hasSize(1 + named.size()).allMatch(report -> report.startsWith("AWS does not answer"));
        assertThat(sent.size()).as("5 at a time for 10 s each").isLessThanOrEqualTo(5 * 360);
        assertThat(topics().filter(topic -> topic.startsWith(classic.topic() + "/get")))
                .as("10 s for the answer, and then about a minute")
                .hasSizeLessThan(3_600 / 60);
    }

    private Shadow shadow(String entity, String topic) {
        return new Shadow(EntityId.of(entity), topic, reports::add, () -> 0.5);
    }

    private List<Shadow> all() {
        List<Shadow> all = new ArrayList<>(named);
        all.add(0, classic);
        return all;
    }

    private void deny(String part) {
        broker = topic -> topic.contains(part)
                ? Optional.of(TestingRefusals.answered(topic, ReasonCodes.NOT_AUTHORIZED))
                : Optional.empty();
    }

    private void reconnect(List<Shadow> shadows) {
        requests.linkChanged(false, shadows);
        requests.linkChanged(true, shadows);
    }

    private Stream<String> topics() {
        return sent.stream().map(OutboundMessage::topic);
    }

    private long sentToNamed() {
        return topics().filter(topic -> topic.contains("/shadow/name/")).count();
    }

    /** AWS answers the last request. */
    private void thereIsNone(Shadow shadow) {
        sent.stream()
                .filter(message -> message.topic().equals(shadow.topic() + "/get"))
                .reduce((first, second) -> second)
                .flatMap(message -> ExactJson.read(message.payload()))
                .ifPresent(request -> {
                    JsonNode answer = ExactJson.read("{\"code\":404,\"clientToken\":\"%s\"}"
                                    .formatted(request.path("clientToken").asText())
                                    .getBytes(UTF_8))
                            .orElseThrow();
                    shadow.take("get/rejected", answer, now);
                    requests.settled(shadow);
                });
    }

    private void publish(OutboundMessage message, Publisher.Callback callback) {
        sent.add(message);
        broker.apply(message.topic()).ifPresentOrElse(callback::failed, callback::delivered);
    }

    private void later(Runnable task, Duration delay) {
        tasks.add(new Task(now + delay.toNanos(), task));
    }

    private void pass(Duration time) {
        long end = now + time.toNanos();
        while (!tasks.isEmpty() && tasks.element().due() <= end) {
            Task task = tasks.remove();
            now = task.due();
            task.action().run();
        }
        now = end;
    }
}
