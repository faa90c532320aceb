package dev.tedge.simulator.shadow;

import static dev.tedge.simulator.shadow.ShadowOperation.DELETE;
import static dev.tedge.simulator.shadow.ShadowOperation.GET;
import static dev.tedge.simulator.shadow.ShadowOperation.UPDATE;
import static dev.tedge.simulator.shadow.TestingShadow.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Requests and their answers. */
class ShadowStoreTest {

    private final TestingShadow shadow = new TestingShadow();

    @Test
    void update_isAnswered_withWhatItHasChanged() {
        ShadowOutcome.Accepted first = shadow.accepted(
                UPDATE, "{\"state\":{\"reported\":{\"a\":1,\"b\":{\"c\":2}}},\"clientToken\":\"t1\",\"more\":1}");
        shadow.pass(Duration.ofSeconds(5));
        ShadowOutcome.Accepted second =
                shadow.accepted(UPDATE, "{\"state\":{\"desired\":{\"a\":2},\"reported\":{\"b\":null}},\"version\":1}");

        assertThat(first.answer().text())
                .isEqualTo("{\"state\":{\"reported\":{\"a\":1,\"b\":{\"c\":2}}},"
                        + "\"metadata\":{\"reported\":{\"a\":{\"timestamp\":1000},\"b\":{\"c\":{\"timestamp\":1000}}}},"
                        + "\"version\":1,\"timestamp\":1000,\"clientToken\":\"t1\"}");
        assertThat(json(second.answer())).isEqualTo(json("""
                {"state": {"desired": {"a": 2}, "reported": {"b": null}},
                 "metadata": {"desired": {"a": {"timestamp": 1005}}, "reported": {"b": {"timestamp": 1005}}},
                 "version": 2, "timestamp": 1005}
                """));
        assertThat(json(shadow.update("null").answer()))
                .isEqualTo(json("{\"state\":null,\"metadata\":{},\"version\":3,\"timestamp\":1005}"));
    }

    private ShadowOutcome request(String thing, ShadowOperation operation, String payload) {
        ShadowId id = new ShadowId(thing, Optional.empty());
        return shadow.store.request(id, operation, Payload.of(payload), Instant.EPOCH);
    }

    @Test
    void shadows_areNotWithoutNumber() {
        String update = "{\"state\":{\"reported\":{\"a\":1}}}";
        for (int number = 0; number < ShadowStore.MOST; number++) {
            assertThat(request("robot-" + number, UPDATE, update)).isInstanceOf(ShadowOutcome.Accepted.class);
        }

        assertThat(request("one-more", UPDATE, update))
                .isEqualTo(new ShadowOutcome.Rejected(
                        400, "Too many shadows; the simulator keeps 1000", Optional.empty()));
        assertThat(request("robot-7", UPDATE, update)).isInstanceOf(ShadowOutcome.Accepted.class);
        request("robot-7", DELETE, "");
        assertThat(request("one-more", UPDATE, update)).isInstanceOf(ShadowOutcome.Accepted.class);
    }

    @Test
    void deletedShadows_areNotRememberedWithoutNumber_theOldestGoFirst() {
        String update = "{\"state\":{\"reported\":{\"a\":1}}}";
        shadow.update("{\"reported\":{\"a\":1}}");
        shadow.accepted(DELETE, "");
        Instant later = Instant.ofEpochSecond(2_000);
        for (int number = 0; number < ShadowStore.MOST; number++) {
            ShadowId id = new ShadowId("other-" + number, Optional.empty());
            shadow.store.request(id, UPDATE, Payload.of(update), later);
            shadow.store.request(id, DELETE, Payload.EMPTY, later);
        }

        assertThat(shadow.store.deleted()).hasSize(ShadowStore.MOST).doesNotContainKey(TestingShadow.ID);
    }

    @Test
    void timestamps_areOneNode_howeverManyValuesThereAre() {
        shadow.update("{\"reported\":{\"a\":[1,1,1],\"b\":2}}");
        shadow.update("{\"reported\":{\"c\":3}}");

        ShadowDocument document = Objects.requireNonNull(shadow.store.shadows().get(TestingShadow.ID));
        ObjectNode metadata = document.reported().metadata();
        assertThat(metadata.get("a").get(0)).isSameAs(metadata.get("a").get(2)).isSameAs(metadata.get("b"));
    }

    @Test
    void everyChange_hasAnotherVersion_andALookHasNot() {
        long before = shadow.store.version();
        shadow.update("{\"reported\":{\"a\":1}}");
        long updated = shadow.store.version();
        shadow.accepted(GET, "");
        long seen = shadow.store.version();
        shadow.accepted(DELETE, "");

        assertThat(updated).isGreaterThan(before);
        assertThat(seen).isEqualTo(updated);
        assertThat(shadow.store.version()).isGreaterThan(updated);
    }

    @Test
    void get_isAnswered_withTheWholeDocument() {
        shadow.update("{\"reported\":{\"a\":1}}");
        shadow.update("{\"desired\":{\"a\":2}}");
        shadow.pass(Duration.ofSeconds(5));

        assertThat(shadow.accepted(GET, "{\"clientToken\":\"t\"}").answer().text())
                .isEqualTo("{\"state\":{\"desired\":{\"a\":2},\"reported\":{\"a\":1},\"delta\":{\"a\":2}},"
                        + "\"metadata\":{\"desired\":{\"a\":{\"timestamp\":1000}},\"reported\":{\"a\":{\"timestamp\":1000}}},"
                        + "\"version\":2,\"timestamp\":1005,\"clientToken\":\"t\"}");
        assertThat(shadow.accepted(GET, "").documents()).isEmpty();
        assertThat(shadow.accepted(GET, "").delta()).isEmpty();
    }

    @Test
    void documents_areThoseBeforeAndAfter() {
        ShadowOutcome.Accepted first = shadow.update("{\"desired\":{\"a\":1}}");
        ShadowOutcome.Accepted second =
                shadow.accepted(UPDATE, "{\"state\":{\"reported\":{\"a\":1}},\"clientToken\":\"t\"}");

        assertThat(json(first.documents().orElseThrow())).isEqualTo(json("""
                {"current": {"state": {"desired": {"a": 1}}, "metadata": {"desired": {"a": {"timestamp": 1000}}},
                   "version": 1}, "timestamp": 1000}
                """));
        assertThat(json(second.documents().orElseThrow())).isEqualTo(json("""
                {"previous": {"state": {"desired": {"a": 1}}, "metadata": {"desired": {"a": {"timestamp": 1000}}},
                   "version": 1},
                 "current": {"state": {"desired": {"a": 1}, "reported": {"a": 1}},
                   "metadata": {"desired": {"a": {"timestamp": 1000}}, "reported": {"a": {"timestamp": 1000}}},
                   "version": 2},
                 "timestamp": 1000, "clientToken": "t"}
                """));
    }

    @Test
    void delta_hasTheClientToken() {
        ShadowOutcome.Accepted update =
                shadow.accepted(UPDATE, "{\"state\":{\"desired\":{\"a\":1}},\"clientToken\":\"t\"}");

        assertThat(json(update.delta().orElseThrow()).path("clientToken").asText())
                .isEqualTo("t");
    }

    @Test
    void delete_isAnswered_withTheLastVersion() {
        shadow.update("{\"reported\":{\"a\":1}}");
        shadow.update("{\"desired\":{\"a\":2}}");

        ShadowOutcome.Accepted deletion = shadow.accepted(DELETE, "{\"clientToken\":\"t\"}");

        assertThat(deletion.answer().text()).isEqualTo("{\"version\":2,\"timestamp\":1000,\"clientToken\":\"t\"}");
        assertThat(deletion.delta()).isEmpty();
        assertThat(deletion.documents()).isEmpty();
        assertThat(shadow.rejected(GET, "").code()).isEqualTo(404);
        assertThat(shadow.rejected(DELETE, "").code()).isEqualTo(404);
    }

    @Test
    void version_survivesADeletion_for48Hours() {
        shadow.update("{\"reported\":{\"a\":1}}");
        shadow.update("{\"reported\":{\"a\":2}}");
        shadow.accepted(DELETE, "");
        shadow.pass(Duration.ofDays(2));

        assertThat(json(shadow.update("{\"reported\":{\"b\":3}}").answer())
                        .path("version")
                        .asLong())
                .isEqualTo(3);
        assertThat(shadow.get().path("state")).isEqualTo(json("{\"reported\":{\"b\":3}}"));

        shadow.accepted(DELETE, "");
        shadow.pass(Duration.ofDays(2).plusSeconds(1));
        assertThat(json(shadow.update("{\"reported\":{\"b\":4}}").answer())
                        .path("version")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void version_ofARequest_mustBeTheCurrentOne() {
        String state = "\"state\":{\"reported\":{\"a\":1}}";
        assertThat(shadow.rejected(UPDATE, "{" + state + ",\"version\":1}").code())
                .as("there is no shadow yet")
                .isEqualTo(409);
        shadow.accepted(UPDATE, "{" + state + ",\"version\":0}");
        shadow.accepted(UPDATE, "{" + state + ",\"version\":1}");

        assertThat(shadow.rejected(UPDATE, "{" + state + ",\"version\":1,\"clientToken\":\"t\"}"))
                .isEqualTo(new ShadowOutcome.Rejected(409, "Version conflict", Optional.of("t")));
        assertThat(shadow.rejected(UPDATE, "{" + state + ",\"version\":3}").code())
                .isEqualTo(409);
        assertThat(shadow.get().path("version").asLong()).isEqualTo(2);

        shadow.accepted(DELETE, "");
        assertThat(shadow.rejected(UPDATE, "{" + state + ",\"version\":0}").code())
                .as("the version of the deleted shadow counts")
                .isEqualTo(409);
        shadow.accepted(UPDATE, "{" + state + ",\"version\":2}");
    }

    @Test
    void namedShadow_isAnotherOne() {
        shadow.update("{\"reported\":{\"a\":1}}");
        ShadowId named = new ShadowId("robot-7", Optional.of("config"));

        assertThat(shadow.store.request(named, GET, Payload.EMPTY, Instant.EPOCH))
                .isEqualTo(new ShadowOutcome.Rejected(404, "No shadow exists with name: 'config'", Optional.empty()));
    }
}
