package dev.tedge.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tedge.message.EntityId;
import dev.tedge.shadow.document.ExactJson;
import dev.tedge.shadow.document.ShadowDocument;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is asked of AWS, and what becomes of the answers. */
class ShadowTest {

    private final List<String> reports = new ArrayList<>();
    private final Shadow shadow =
            new Shadow(EntityId.of("device/main//"), "$aws/things/x/shadow", reports::add, () -> 0.5);

    @Test
    void first_theDocumentIsAskedFor() {
        twin("a", "1");

        assertThat(asked("t1")).isEqualTo("$aws/things/x/shadow/get {\"clientToken\":\"t1\"}");
        assertThat(shadow.next("t2")).as("one at a time").isEmpty();
    }

    @Test
    void update_hasOnlyWhatDiffers_andTheVersionThatItIsFor() {
        twin("a", "{\"x\":1,\"y\":2}");
        twin("b", "3");
        known("{\"version\":4,\"state\":{\"reported\":{\"a\":{\"x\":1,\"z\":0},\"b\":3,\"foreign\":1}}}");

        assertThat(asked("t"))
                .isEqualTo("$aws/things/x/shadow/update {\"state\":{\"reported\":{\"a\":{\"z\":null,\"y\":2}}},"
                        + "\"version\":4,\"clientToken\":\"t\"}");
    }

    @Test
    void manyChanges_whileARequestIsUnderWay_areOneUpdate() {
        known("{\"version\":1,\"state\":{}}");
        twin("a", "1");
        asked("t1");
        twin("a", "2");
        twin("b", "1");
        twin("a", "3");

        take("update/accepted", "{\"version\":2,\"clientToken\":\"t1\"}");

        assertThat(asked("t2")).contains("{\"a\":3,\"b\":1}").contains("\"version\":2");
        take("update/accepted", "{\"version\":3,\"clientToken\":\"t2\"}");
        assertThat(shadow.next("t3")).isEmpty();
    }

    @Test
    void thereIsNoShadowYet_soItIsMade_ofWhateverVersion() {
        twin("a", "1");
        asked("t1");

        take("get/rejected", "{\"code\":404,\"clientToken\":\"t1\"}");

        assertThat(asked("t2"))
                .isEqualTo(
                        "$aws/things/x/shadow/update" + " {\"state\":{\"reported\":{\"a\":1}},\"clientToken\":\"t2\"}");
    }

    @Test
    void conflict_asksAnew_andMerges() {
        known("{\"version\":1,\"state\":{}}");
        twin("a", "1");
        asked("t1");

        take("update/rejected", "{\"code\":409,\"clientToken\":\"t1\"}");

        assertThat(asked("t2")).contains("/get ");
        take("get/accepted", "{\"version\":7,\"state\":{\"reported\":{\"a\":9}},\"clientToken\":\"t2\"}");
        assertThat(asked("t3")).contains("{\"a\":1}").contains("\"version\":7");
        assertThat(reports).isEmpty();
    }

    @Test
    void conflicts_inARow_waitLongerEachTime_thoughTheQuestionsBetweenThemAreAnswered() {
        known("{\"version\":1,\"state\":{}}");
        twin("a", "1");
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            assertThat(asked("t")).contains("/update ");
            take("update/rejected", "{\"code\":409,\"clientToken\":\"t\"}");
            pauses.add(shadow.pause(0));
            known("{\"version\":%d,\"state\":{}}".formatted(i + 2));
        }

        assertThat(pauses.stream().map(Duration::toSeconds)).containsExactly(0L, 1L, 2L, 4L);
        assertThat(reports).isEmpty();
    }

    @Test
    void updateOfAShadowThatIsSaidNotToBeThere_isTriedMoreSlowly_andReported() {
        twin("a", "1");
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            asked("t1");
            take("get/rejected", "{\"code\":404,\"clientToken\":\"t1\"}");
            asked("t2");
            take("update/rejected", "{\"code\":404,\"message\":\"No thing\",\"clientToken\":\"t2\"}");
            pauses.add(shadow.pause(0));
        }

        assertThat(pauses.stream().map(Duration::toSeconds)).containsExactly(0L, 1L, 2L);
        assertThat(reports).singleElement().asString().contains("'device/main//': 404 No thing");
    }

    @Test
    void refusedRemoval_isReportedOnce_andTheOthersGoOn_untilTheNextConnection() {
        known("{\"version\":1,\"state\":{\"reported\":{\"a\":1,\"b\":1}}}");
        shadow.twins().set("a", new byte[0], Optional.empty());
        twin("b", "2");

        asked("t1");
        take("update/rejected", "{\"code\":400,\"message\":\"Bad\",\"clientToken\":\"t1\"}");
        assertThat(asked("t2")).contains("{\"a\":null}");
        take("update/rejected", "{\"code\":400,\"message\":\"Bad\",\"clientToken\":\"t2\"}");

        assertThat(reports)
                .containsExactly("Twin fragment 'a' of 'device/main//' stays in its shadow: AWS answers 400 Bad."
                        + " Remove it there, or reconnect to try again");
        assertThat(shadow.pause(0)).isZero();
        assertThat(asked("t3")).contains("{\"b\":2}");
        take("update/accepted", "{\"version\":2,\"clientToken\":\"t3\"}");
        assertThat(shadow.next("t4")).isEmpty();
        shadow.startOver(0);
        known("{\"version\":2,\"state\":{\"reported\":{\"a\":1,\"b\":2}}}");
        assertThat(asked("t5")).contains("{\"a\":null}");
        take("update/rejected", "{\"code\":400,\"message\":\"Bad\",\"clientToken\":\"t5\"}");
        assertThat(reports).hasSize(1);
        twin("a", "3");
        assertThat(asked("t6")).contains("{\"a\":3}");
    }

    @Test
    void answerWithoutAVersion_isAskedForMoreSlowly_andReported() {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            known("{\"state\":{}}");
            pauses.add(shadow.pause(0));
        }

        assertThat(pauses.stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L);
        assertThat(reports).hasSize(1);
    }

    @Test
    void document_thatOvertakesTheAnswerThatThereIsNone_isNotLost_unlessItIsDeleted() {
        asked("t1");
        take("update/documents", "{\"current\":{\"version\":1,\"state\":{\"desired\":{\"a\":2}}}}");
        take("get/rejected", "{\"code\":404,\"clientToken\":\"t1\"}");
        assertThat(document().version()).isEqualTo(1);

        take("delete/accepted", "{\"version\":1}");
        asked("t2");
        take("update/documents", "{\"current\":{\"version\":2,\"state\":{\"desired\":{\"a\":3}}}}");
        take("delete/accepted", "{\"version\":2}");
        take("get/rejected", "{\"code\":404,\"clientToken\":\"t2\"}");
        assertThat(document().exists()).isFalse();
    }

    @Test
    void answersToOthers_changeNothing() {
        known("{\"version\":1,\"state\":{}}");
        twin("a", "1");
        asked("t1");

        take("update/rejected", "{\"code\":409,\"clientToken\":\"other\"}");
        take("update/accepted", "{\"version\":2,\"clientToken\":\"other\"}");

        assertThat(shadow.isAsking()).isTrue();
    }

    @Test
    void documents_ofOthers_areTaken_whenTheyAreNewer() {
        known("{\"version\":5,\"state\":{\"desired\":{\"a\":1}}}");

        take("update/documents", "{\"current\":{\"version\":4,\"state\":{\"desired\":{\"a\":0}}}}");
        assertThat(document().delta().toString()).isEqualTo("{\"a\":1}");

        take("update/documents", "{\"current\":{\"version\":6,\"state\":{\"desired\":{\"a\":2}}}}");
        assertThat(document().delta().toString()).isEqualTo("{\"a\":2}");
    }

    @Test
    void document_thatOvertakesTheAnswerToTheFirstQuestion_isNotLost() {
        asked("t1");

        take("update/documents", "{\"current\":{\"version\":6,\"state\":{\"desired\":{\"a\":2}}}}");
        assertThat(shadow.document()).isEmpty();
        take("get/accepted", "{\"version\":5,\"state\":{},\"clientToken\":\"t1\"}");

        assertThat(document().version()).isEqualTo(6);
    }

    @Test
    void whatAwsShowsOtherwise_isNotReportedAgainAndAgain() {
        known("{\"version\":1,\"state\":{}}");
        twin("a", "0.1000000000000000000000000000001");
        asked("t1");

        take(
                "update/documents",
                "{\"current\":{\"version\":2,\"state\":{\"reported\":{\"a\":0.1}}},\"clientToken\":\"t1\"}");
        take("update/accepted", "{\"version\":2,\"clientToken\":\"t1\"}");

        assertThat(shadow.next("t2")).isEmpty();
    }

    @Test
    void refusedUpdate_isSplit_andOneFragmentIsLeftOut_untilItChanges() {
        known("{\"version\":1,\"state\":{\"reported\":{\"b\":0}}}");
        twin("a", "1");
        twin("b", "\"too much\"");
        asked("t1");

        take("update/rejected", "{\"code\":413,\"message\":\"The payload exceeds\",\"clientToken\":\"t1\"}");
        assertThat(asked("t2")).contains("{\"a\":1}");
        take("update/accepted", "{\"version\":2,\"clientToken\":\"t2\"}");
        assertThat(asked("t3")).contains("{\"b\":\"too much\"}");
        take("update/rejected", "{\"code\":413,\"message\":\"The payload exceeds\",\"clientToken\":\"t3\"}");

        assertThat(reports).singleElement().asString().startsWith("Twin fragment 'b' of 'device/main//' is left out");
        assertThat(asked("t4")).as("what AWS has is not true any more").contains("{\"b\":null}");
        take("update/accepted", "{\"version\":3,\"clientToken\":\"t4\"}");
        assertThat(shadow.next("t5")).isEmpty();
        twin("b", "1");
        assertThat(asked("t6")).contains("{\"b\":1}");
    }

    @Test
    void tooManyRequests_waitLongerEachTime() {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            asked("t" + i);
            take("get/rejected", "{\"code\":429,\"clientToken\":\"t%d\"}".formatted(i));
            pauses.add(shadow.pause(0));
        }

        assertThat(pauses.stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 64L);
        assertThat(reports).isEmpty();
    }

    @Test
    void lostAnswer_leadsToAnotherQuestion_andAReportWhenNoneComes() {
        known("{\"version\":1,\"state\":{}}");
        twin("a", "1");
        asked("t1");

        shadow.lost(0);

        assertThat(asked("t2")).contains("/get ");
        shadow.lost(0);
        asked("t3");
        shadow.lost(0);
        assertThat(reports).singleElement().asString().startsWith("AWS does not answer");
    }

    @Test
    void removedTwin_isForgotten_whenAwsHasItNoMore() {
        known("{\"version\":1,\"state\":{\"reported\":{\"a\":1}}}");
        shadow.twins().set("a", new byte[0], Optional.empty());

        assertThat(shadow.twins().forgetRemoved(document().reported())).isFalse();
        assertThat(asked("t1")).contains("{\"a\":null}");
        take("update/accepted", "{\"version\":2,\"clientToken\":\"t1\"}");

        assertThat(shadow.twins().forgetRemoved(document().reported())).isTrue();
        assertThat(shadow.twins().isEmpty()).isTrue();
    }

    @Test
    void deletedShadow_isAskedForAnew() {
        known("{\"version\":1,\"state\":{\"desired\":{\"a\":1}}}");

        take("delete/accepted", "{\"version\":1}");

        assertThat(asked("t1")).contains("/get ");
    }

    private void known(String answer) {
        asked("first");
        take("get/accepted", answer.replaceFirst("\\{", "{\"clientToken\":\"first\","));
    }

    private ShadowDocument document() {
        return shadow.document().orElseThrow();
    }

    private String asked(String token) {
        var message = shadow.next(token).orElseThrow().message(shadow.topic());
        return message.topic() + " " + new String(message.payload(), StandardCharsets.UTF_8);
    }

    private void twin(String fragment, String value) {
        assertThat(shadow.twins().set(fragment, bytes(value), Optional.empty()).problem())
                .isEmpty();
    }

    private void take(String operation, String message) {
        JsonNode json = ExactJson.read(bytes(message)).orElseThrow();
        shadow.take(operation, json, 0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
