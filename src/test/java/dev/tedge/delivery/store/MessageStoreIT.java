package dev.tedge.delivery.store;

import static dev.tedge.delivery.store.Priority.HIGH;
import static dev.tedge.delivery.store.Priority.LOW;
import static dev.tedge.delivery.store.Priority.MEDIUM;
import static dev.tedge.delivery.store.TestingMessages.START;
import static dev.tedge.delivery.store.TestingMessages.drained;
import static dev.tedge.delivery.store.TestingMessages.message;
import static dev.tedge.delivery.store.TestingMessages.messages;
import static dev.tedge.delivery.store.TestingMessages.sequences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tedge.link.session.MessageProperties;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.UserProperty;
import dev.tedge.message.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageStoreIT {

    private static final long SIZE = message(LOW, 1).size();

    @TempDir
    Path folder;

    private MessageStore store;

    @BeforeEach
    void open() {
        store = MessageStore.open(folder.resolve("outbox"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void newStore_isEmpty_andForItsOwnerOnly() throws IOException {
        store.append(messages(LOW, 1, 1));

        assertThat(store.repaired()).isEmpty();
        assertThat(store.totals(HIGH)).isEqualTo(Totals.NONE);
        assertThat(permissions(folder.resolve("outbox"))).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder.resolve("outbox"))) {
            assertThat(files)
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        }
    }

    @Test
    void message_isReadAsItWasWritten_afterReopening() {
        OutboundMessage strange = new OutboundMessage("grüße/\uD83D\uDE00/\0", new byte[0], 2, true);
        store.append(List.of(new StoredMessage(7, HIGH, START, strange)));
        reopen();

        assertThat(store.read(HIGH, 0, 10, 1_000)).singleElement().satisfies(read -> {
            assertThat(read.sequence()).isEqualTo(7);
            assertThat(read.priority()).isEqualTo(HIGH);
            assertThat(read.accepted()).isEqualTo(START);
            assertThat(read.message()).usingRecursiveComparison().isEqualTo(strange);
        });
        assertThat(store.repaired()).isEmpty();
    }

    @Test
    void properties_areReadAsTheyWereWritten_alsoOfDeadLettersThatAreReplayed() {
        MessageProperties properties = new MessageProperties(
                Optional.of("thinedge/x/cmd/a"),
                Optional.of(Payload.ofText("42")),
                new MessageProperties.Format(Optional.of("text/plain"), true),
                OptionalLong.of(60),
                List.of(new UserProperty("b", "1"), new UserProperty("a", "2")));
        OutboundMessage message = new OutboundMessage("t", new byte[1], 1, false).with(properties, 0);
        StoredMessage stored = new StoredMessage(7, LOW, START, message);
        store.append(List.of(stored));
        reopen();

        assertThat(store.read(LOW, 0, 1, 1).get(0).message().properties()).contains(properties);
        store.park(List.of(new Refusal(message, Optional.of(stored), DeadLetter.Cause.RULE, "no", START)), 1_000);
        assertThat(store.deadLetters(Selection.ALL, 1).get(0).message().properties())
                .contains(properties);
        store.replay(Selection.ALL, () -> 8, any -> Optional.empty());
        assertThat(store.read(LOW, 7, 1, 1).get(0).message().properties()).contains(properties);
    }

    @Test
    void expiry_countsFromWhenTheMessageWasAccepted() {
        OutboundMessage message =
                new OutboundMessage("t", new byte[1], 1, false).with(MessageProperties.NONE.withExpiry(60), 0);
        StoredMessage stored = new StoredMessage(7, LOW, START, message);

        assertThat(left(stored.readAt(START.plusSeconds(20)))).isEqualTo(40);
        assertThat(left(stored.readAt(START.minusSeconds(20)))).isEqualTo(60);
        assertThat(stored.readAt(START.plusSeconds(60)).message().isExpired(System.nanoTime()))
                .isTrue();
    }

    private static long left(StoredMessage message) {
        return message.message()
                .propertiesAt(System.nanoTime())
                .orElseThrow()
                .expirySeconds()
                .orElseThrow();
    }

    @Test
    void largestPayload_isReadAsItWasWritten() {
        byte[] payload = new byte[128 * 1024];
        payload[payload.length - 1] = 42;
        store.append(List.of(new StoredMessage(1, LOW, START, new OutboundMessage("t", payload, 1, false))));

        assertThat(store.read(LOW, 0, 1, 1).get(0).message().payload()).isEqualTo(payload);
    }

    @Test
    void read_goesBySequence_alsoWhenLowerOnesComeLater() {
        store.append(messages(LOW, 10, 12));
        store.append(List.of(message(LOW, 3), message(HIGH, 4), message(LOW, 2)));

        assertThat(drained(store, LOW)).containsExactly(2L, 3L, 10L, 11L, 12L);
        assertThat(drained(store, HIGH)).containsExactly(4L);
        assertThat(drained(store, MEDIUM)).isEmpty();
        assertThat(sequences(store.read(LOW, 3, 2, 10_000))).containsExactly(10L, 11L);
    }

    @Test
    void read_endsAtTheBytes_butHasOneAtLeast() {
        store.append(messages(LOW, 1, 5));

        assertThat(sequences(store.read(LOW, 0, 5, 2 * SIZE))).containsExactly(1L, 2L);
        assertThat(sequences(store.read(LOW, 0, 5, 2 * SIZE - 1))).containsExactly(1L);
        assertThat(sequences(store.read(LOW, 0, 5, 1))).containsExactly(1L);
        assertThat(store.read(LOW, 5, 5, 1)).isEmpty();
    }

    @Test
    void totals_followWhatComesAndGoes_andAreThereAfterReopening() {
        store.append(messages(LOW, 1, 10));
        store.remove(messages(LOW, 1, 3));
        store.remove(messages(LOW, 2, 4));
        reopen();

        assertThat(store.totals(LOW))
                .isEqualTo(new Totals(6, 6 * SIZE, Optional.of(message(LOW, 5).accepted())));
        store.remove(messages(LOW, 5, 10));
        assertThat(store.totals(LOW)).isEqualTo(Totals.NONE);
    }

    @Test
    void lastSequence_staysWhenAllIsRemoved() {
        assertThat(store.lastSequence()).isZero();
        store.append(messages(MEDIUM, 1, 20));
        store.append(messages(LOW, 5, 8));
        store.remove(messages(MEDIUM, 1, 20));
        reopen();

        assertThat(store.lastSequence()).isEqualTo(20);
    }

    @Test
    void append_isAllOrNothing() {
        store.append(messages(LOW, 5, 5));

        assertThat(catchThrowable(() -> store.append(messages(LOW, 1, 5)))).isInstanceOf(StoreException.class);
        assertThat(drained(store, LOW)).containsExactly(5L);
        store.append(messages(LOW, 1, 4));
        assertThat(store.totals(LOW).messages()).isEqualTo(5);
    }

    @Test
    void dropOldest_freesAtLeastTheBytes_beyondTheSequence() {
        store.append(messages(LOW, 1, 10));

        assertThat(store.dropOldest(LOW, 2, SIZE + 1))
                .isEqualTo(new Totals(2, 2 * SIZE, Optional.of(message(LOW, 3).accepted())));
        assertThat(drained(store, LOW)).containsExactly(1L, 2L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(store.dropOldest(LOW, 8, 100 * SIZE).messages()).isEqualTo(2);
        assertThat(store.dropOldest(LOW, 8, 1)).isEqualTo(Totals.NONE);
        assertThat(store.totals(LOW).bytes()).isEqualTo(6 * SIZE);
    }

    @Test
    void dropBefore_removesTheOldOnes_upToTheLimit() {
        store.append(messages(LOW, 1, 10));

        assertThat(store.dropBefore(LOW, 1, START.plusMillis(6), 3).messages()).isEqualTo(3);
        assertThat(drained(store, LOW)).containsExactly(1L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(store.dropBefore(LOW, 1, START.plusMillis(6), 3).messages()).isEqualTo(1);
        assertThat(store.dropBefore(LOW, 1, START.plusMillis(6), 3)).isEqualTo(Totals.NONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void park_movesFromTheOutboxToTheDeadLetters(boolean stored) {
        StoredMessage poison = message(LOW, 2);
        store.append(messages(LOW, 1, 3));

        long dropped = store.park(
                List.of(new Refusal(
                        poison.message(),
                        stored ? Optional.of(poison) : Optional.empty(),
                        DeadLetter.Cause.NOT_AUTHORIZED,
                        "the policy",
                        START)),
                10_000);
        reopen();

        assertThat(dropped).isZero();
        assertThat(store.deadLetters(Selection.ALL, 10)).singleElement().satisfies(letter -> {
            assertThat(letter.id()).isEqualTo(1);
            assertThat(letter.cause()).isEqualTo(DeadLetter.Cause.NOT_AUTHORIZED);
            assertThat(letter.reason()).isEqualTo("the policy");
            assertThat(letter.parked()).isEqualTo(START);
            assertThat(letter.message()).usingRecursiveComparison().isEqualTo(poison.message());
        });
        assertThat(drained(store, LOW)).isEqualTo(stored ? List.of(1L, 3L) : List.of(1L, 2L, 3L));
        assertThat(store.totals(LOW).messages()).isEqualTo(stored ? 2 : 3);
    }

    @Test
    void park_dropsTheOldestAboveTheLimit_andUsesNoIdTwice() {
        Refusal one = TestingMessages.refusal("a", DeadLetter.Cause.RULE, 1);
        store.park(List.of(one), 10_000);
        long size = store.deadLetters().bytes();

        assertThat(store.park(List.of(one, one, one), 3 * size)).isEqualTo(1);
        assertThat(store.deadLetters(Selection.ALL, 10))
                .extracting(DeadLetter::id)
                .containsExactly(2L, 3L, 4L);
        assertThat(store.park(List.of(one), 0)).isEqualTo(4);
        assertThat(store.deadLetters()).isEqualTo(Totals.NONE);
        store.park(List.of(one), size);
        assertThat(store.deadLetters(Selection.ALL, 10))
                .extracting(DeadLetter::id)
                .containsExactly(6L);
    }

    private void reopen() {
        store.close();
        store = MessageStore.open(folder.resolve("outbox"));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
