package dev.tedge.delivery.store;

import static dev.tedge.delivery.store.DeadLetter.Cause.NOT_AUTHORIZED;
import static dev.tedge.delivery.store.DeadLetter.Cause.RULE;
import static dev.tedge.delivery.store.Priority.HIGH;
import static dev.tedge.delivery.store.Priority.LOW;
import static dev.tedge.delivery.store.Priority.MEDIUM;
import static dev.tedge.delivery.store.TestingMessages.START;
import static dev.tedge.delivery.store.TestingMessages.drained;
import static dev.tedge.delivery.store.TestingMessages.message;
import static dev.tedge.delivery.store.TestingMessages.messages;
import static dev.tedge.delivery.store.TestingMessages.refusal;
import static dev.tedge.delivery.store.TestingMessages.sequences;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.message.TopicFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StoreInventoryIT {

    private static final Selection FIRST_LETTER = selection(Set.of(1L), null, null, null);

    @TempDir
    Path folder;

    private MessageStore store;
    private Inventory inventory;

    @BeforeEach
    void open() {
        store = MessageStore.open(folder);
        inventory = new StoreInventory(
                store, message -> message.topic().startsWith("bad") ? Optional.of("bad topic") : Optional.empty());
    }

    @AfterEach
    void close() {
        store.close();
    }

    static Stream<Arguments> letters() {
        return Stream.of(
                Arguments.of("all", Selection.ALL, List.of(1L, 2L, 3L, 4L)),
                Arguments.of("by id", selection(Set.of(2L, 4L, 9L), null, null, null), List.of(2L, 4L)),
                Arguments.of("by topic", selection(Set.of(), "thinedge/+/td/#", null, null), List.of(1L, 2L)),
                Arguments.of("by priority", selection(Set.of(), null, HIGH, null), List.of(2L)),
                Arguments.of("by cause", selection(Set.of(), null, null, RULE), List.of(1L, 3L)),
                Arguments.of("by two of them", selection(Set.of(), "thinedge/#", null, RULE), List.of(1L)),
                Arguments.of(
                        "by time",
                        new Selection(
                                Set.of(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(START.plusSeconds(3))),
                        List.of(1L, 2L)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("letters")
    void deadLetters_areSelected_andDropped(String what, Selection selection, List<Long> ids) {
        parkFour();

        assertThat(inventory.deadLetters(selection, 10))
                .as(what)
                .extracting(DeadLetter::id)
                .isEqualTo(ids);
        assertThat(inventory.deadLetters(selection, 1))
                .extracting(DeadLetter::id)
                .isEqualTo(ids.subList(0, 1));
        assertThat(inventory.dropDeadLetters(selection)).isEqualTo(ids.size());
        assertThat(inventory.deadLetters(Selection.ALL, 10))
                .extracting(DeadLetter::id)
                .doesNotContainAnyElementsOf(ids)
                .hasSize(4 - ids.size());
        assertThat(inventory.deadLetters().messages()).isEqualTo(4 - ids.size());
    }

    @Test
    void outbox_isListedByPriority_andSelected() {
        store.append(messages(LOW, 1, 3));
        store.append(List.of(message(HIGH, 4), message(MEDIUM, 5)));

        assertThat(sequences(inventory.outbox(Selection.ALL, 10))).containsExactly(4L, 5L, 1L, 2L, 3L);
        assertThat(sequences(inventory.outbox(Selection.ALL, 3))).containsExactly(4L, 5L, 1L);
        assertThat(sequences(inventory.outbox(selection(Set.of(), null, LOW, null), 2)))
                .containsExactly(1L, 2L);
        assertThat(sequences(inventory.outbox(selection(Set.of(2L, 4L), null, null, null), 9)))
                .containsExactly(4L, 2L);
        assertThat(inventory.outbox(selection(Set.of(), null, null, RULE), 9)).isEmpty();
        assertThat(inventory.outbox().get(LOW)).isEqualTo(store.totals(LOW));
    }

    @Test
    void longLists_areReadInParts_withoutGapsAndRepetitions() {
        store.append(messages(LOW, 1, 120));
        store.append(List.of(message(HIGH, 121), message(MEDIUM, 122)));
        List<StoredMessage> each = new ArrayList<>();
        inventory.eachOutbox(Selection.ALL, 1_000, each::add);
        List<StoredMessage> some = new ArrayList<>();
        inventory.eachOutbox(Selection.ALL, 75, some::add);

        assertThat(sequences(each)).isEqualTo(sequences(inventory.outbox(Selection.ALL, 1_000)));
        assertThat(each).hasSize(122);
        assertThat(sequences(some)).isEqualTo(sequences(each.subList(0, 75)));
        parkFour();
        List<Long> letters = new ArrayList<>();
        inventory.eachDeadLetter(Selection.ALL, 3, letter -> letters.add(letter.id()));
        assertThat(letters).containsExactly(1L, 2L, 3L);
    }

    @Test
    void dropOutbox_removesTheSelected_butNotTheExcepted() {
        store.append(messages(LOW, 1, 1_200));

        assertThat(store.dropOutbox(Selection.ALL, Set.of(3L, 700L))).isEqualTo(1_198);
        assertThat(drained(store, LOW)).containsExactly(3L, 700L);
        assertThat(inventory.dropOutbox(FIRST_LETTER)).isZero();
        assertThat(inventory.dropOutbox(Selection.ALL)).isEqualTo(2);
    }

    @Test
    void replay_movesToTheEndOfTheOutbox_butNotWhatBreaksARule() {
        store.append(messages(LOW, 1, 2));
        parkFour();

        assertThat(inventory.replay(Selection.ALL)).isEqualTo(new Inventory.Replay(3, 1, Optional.of("bad topic")));
        assertThat(drained(store, LOW)).containsExactly(1L, 2L, 3L, 5L);
        assertThat(drained(store, HIGH)).containsExactly(4L);
        assertThat(inventory.deadLetters(Selection.ALL, 10))
                .extracting(DeadLetter::id)
                .containsExactly(3L);
        assertThat(inventory.deadLetters().messages()).isEqualTo(1);
        assertThat(inventory.replay(FIRST_LETTER)).isEqualTo(new Inventory.Replay(0, 0, Optional.empty()));
    }

    @Test
    void replay_ofMany_keepsTheirOrder() {
        store.park(Collections.nCopies(230, refusal("own/topic", RULE, 1)), 1 << 20);
        store.park(List.of(refusal("bad/topic", RULE, 1)), 1 << 20);

        assertThat(inventory.replay(Selection.ALL).moved()).isEqualTo(230);
        assertThat(drained(store, LOW)).hasSize(230).isSorted();
        assertThat(inventory.deadLetters().messages()).isEqualTo(1);
    }

    private void parkFour() {
        store.park(
                List.of(
                        refusal("thinedge/d/td/main/m/t", RULE, 1),
                        refusal("thinedge/d/td/main/a/t", NOT_AUTHORIZED, 2),
                        refusal("bad/topic", RULE, 3),
                        refusal("own/topic", NOT_AUTHORIZED, 4)),
                10_000);
    }

    private static Selection selection(
            Set<Long> ids, @Nullable String filter, @Nullable Priority priority, DeadLetter.@Nullable Cause cause) {
        return new Selection(
                ids,
                Optional.ofNullable(filter).map(TopicFilter::new),
                Optional.ofNullable(priority),
                Optional.ofNullable(cause),
                Optional.empty());
    }
}
