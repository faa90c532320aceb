package dev.tedge.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.delivery.store.DeadLetter.Cause;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.Selection;
import dev.tedge.gateway.control.ControlRequest.Ask;
import dev.tedge.message.Payload;
import dev.tedge.message.TopicFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ControlHandlerTest {

    private static final String ALARM = "thinedge/my-device/td/main/a/frost";
    private static final String HEAT = "thinedge/my-device/td/main/m/heat";

    private final TestingInventory inventory = new TestingInventory();
    private final ControlHandler handler =
            new ControlHandler(inventory, () -> TestingStatus.of(inventory), () -> TestingStatus.NOW);
    private final List<KeptMessage> entries = new ArrayList<>();

    @Test
    void outbox_isListedInItsOrder_withoutPayloads() throws Exception {
        inventory.waiting(1, HEAT, "secret").waiting(2, ALARM, "secret");

        assertThat(list(Ask.OUTBOX_LIST, Selection.ALL, 10)).isZero();

        assertThat(entries).extracting(KeptMessage::id).containsExactly(2L, 1L);
        assertThat(entries).extracting(KeptMessage::priority).containsExactly(Priority.HIGH, Priority.LOW);
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.refusal()).isEmpty();
            assertThat(entry.content().size()).isEqualTo(6);
            assertThat(entry.content().payload()).isEmpty();
        });
    }

    @Test
    void list_saysHowManyMore_whereTheTotalsTell() throws Exception {
        inventory.waiting(1, HEAT, "x").waiting(2, HEAT, "x").waiting(3, ALARM, "x");
        inventory.parked(1, Cause.RULE, "a", "x").parked(2, Cause.RETRIES, "b", "x");

        assertThat(list(Ask.OUTBOX_LIST, Selection.ALL, 1)).isEqualTo(2);
        assertThat(list(Ask.OUTBOX_LIST, of(Priority.LOW), 1)).isEqualTo(1);
        assertThat(list(Ask.OUTBOX_LIST, of(Priority.LOW), 0)).isEqualTo(2);
        assertThat(list(Ask.DLQ_LIST, Selection.ALL, 1)).isEqualTo(1);
        assertThat(list(Ask.DLQ_LIST, Selection.ALL, Integer.MAX_VALUE)).isZero();
    }

    @Test
    void filteredList_saysThatThereAreMore() throws Exception {
        inventory.waiting(1, HEAT, "x").waiting(2, HEAT, "x").waiting(3, ALARM, "x");

        assertThat(list(Ask.OUTBOX_LIST, on(HEAT), 1)).isEqualTo(-1);
        assertThat(entries).hasSize(1);
        assertThat(list(Ask.OUTBOX_LIST, on(HEAT), 2)).isZero();
        assertThat(list(Ask.OUTBOX_LIST, on(HEAT), Integer.MAX_VALUE)).isZero();
    }

    @Test
    void payload_isThere_whenItIsAskedFor() throws Exception {
        byte[] bytes = {0, (byte) 0xff, '\n', '"'};
        inventory.waiting(1, HEAT, bytes);

        handler.ask(new ControlRequest(Ask.OUTBOX_LIST, ids(1), 1, true), entry -> entries.add(KeptMessage.of(entry)));

        assertThat(entries.get(0).content().payload()).contains(Payload.of(bytes));
    }

    @Test
    void deadLetter_saysWhy() throws Exception {
        inventory.parked(7, Cause.NOT_AUTHORIZED, HEAT, "x");

        list(Ask.DLQ_LIST, Selection.ALL, 10);

        assertThat(entries.get(0).refusal())
                .contains(new KeptMessage.Refusal(Cause.NOT_AUTHORIZED, "because of not-authorized"));
    }

    @Test
    void drop_keepsWhatIsBeingSent_andSaysSo() throws Exception {
        inventory
                .waiting(1, HEAT, "x")
                .waiting(2, HEAT, "x")
                .waiting(3, ALARM, "x")
                .sending(2);

        assertThat(ask(Ask.OUTBOX_DROP, on(HEAT)))
                .hasToString("{\"dropped\":1,\"kept\":1,\"reason\":\"being sent to AWS at this moment\"}");
        assertThat(inventory.outbox(Selection.ALL, 9)).hasSize(2);
    }

    @Test
    void drop_doesNotCountWhatArrivesMeanwhile() throws Exception {
        // Accepted two minutes after the request.
        inventory.waiting(1, HEAT, "x").waiting(12, HEAT, "x").sending(12);

        assertThat(ask(Ask.OUTBOX_DROP, Selection.ALL)).hasToString("{\"dropped\":1,\"kept\":0}");
    }

    @Test
    void deadLetters_areDropped() throws Exception {
        inventory.parked(1, Cause.RULE, "a", "x").parked(2, Cause.RETRIES, "b", "x");

        assertThat(ask(Ask.DLQ_DROP, ids(2))).hasToString("{\"dropped\":1,\"kept\":0}");
        assertThat(inventory.deadLetters().messages()).isEqualTo(1);
    }

    @Test
    void replay_saysWhatStays_andWhy() throws Exception {
        inventory
                .parked(1, Cause.RULE, "a", "x")
                .parked(2, Cause.RETRIES, "b", "x")
                .refusing(1);

        assertThat(ask(Ask.DLQ_REPLAY, Selection.ALL))
                .hasToString("{\"replayed\":1,\"kept\":1,\"reason\":\"it has 8 slashes\"}");
        assertThat(inventory.outbox(Selection.ALL, 9)).hasSize(1);
    }

    @Test
    void unknownId_changesNothing() {
        inventory.parked(1, Cause.RULE, "a", "x").waiting(1, HEAT, "x");

        for (Ask ask : List.of(Ask.DLQ_DROP, Ask.DLQ_REPLAY, Ask.OUTBOX_DROP)) {
            assertThatThrownBy(() -> ask(ask, ids(1, 8, 9)))
                    .isInstanceOf(ControlException.class)
                    .hasMessage("Nothing is kept here under the id 8, 9");
        }
        assertThat(inventory.deadLetters().messages()).isEqualTo(1);
        assertThat(inventory.outbox(Selection.ALL, 9)).hasSize(1);
    }

    @Test
    void stats_areByPriority() throws Exception {
        inventory.waiting(1, HEAT, "x").waiting(4, HEAT, "xy");

        assertThat(ask(Ask.OUTBOX_STATS, Selection.ALL))
                .hasToString(("{\"high\":{\"messages\":0,\"bytes\":0,\"oldestAgeSeconds\":null},"
                                + "\"medium\":{\"messages\":0,\"bytes\":0,\"oldestAgeSeconds\":null},"
                                + "\"low\":{\"messages\":2,\"bytes\":%d,\"oldestAgeSeconds\":540}}")
                        .formatted(3 + 2 * (48L + HEAT.length())));
    }

    @Test
    void status_isAsTheGatewaySays() throws Exception {
        assertThat(ask(Ask.STATUS, Selection.ALL)).isEqualTo(StatusJson.write(TestingStatus.of(inventory)));
    }

    @Test
    void listThatNobodyTakes_ends() {
        inventory.waiting(1, HEAT, "x").waiting(2, HEAT, "x");
        List<ObjectNode> taken = new ArrayList<>();

        assertThatThrownBy(() -> handler.ask(new ControlRequest(Ask.OUTBOX_LIST, Selection.ALL, 9, false), entry -> {
                    taken.add(entry);
                    throw new IOException("gone");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
        assertThat(taken).hasSize(1);
    }

    private long list(Ask ask, Selection selection, int limit) throws IOException {
        entries.clear();
        return handler.ask(
                        new ControlRequest(ask, selection, limit, false), entry -> entries.add(KeptMessage.of(entry)))
                .path("more")
                .longValue();
    }

    private ObjectNode ask(Ask ask, Selection selection) throws IOException {
        return handler.ask(new ControlRequest(ask, selection), Control.Entries.NONE);
    }

    private static Selection ids(long... ids) {
        return new Selection(
                Arrays.stream(ids).boxed().collect(Collectors.toSet()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Selection on(String topic) {
        return new Selection(
                Set.of(), Optional.of(new TopicFilter(topic)), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Selection of(Priority priority) {
        return new Selection(Set.of(), Optional.empty(), Optional.of(priority), Optional.empty(), Optional.empty());
    }
}
