package dev.tedge.delivery.store;

import static dev.tedge.delivery.store.Priority.LOW;
import static dev.tedge.delivery.store.TestingMessages.drained;
import static dev.tedge.delivery.store.TestingMessages.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreDamageIT {

    private static final int PAGE = 4096;
    private static final int FRAME = 24 + PAGE;

    @TempDir
    Path folder;

    private Path file;
    private Path wal;

    @BeforeEach
    void name() {
        file = folder.resolve("messages.db");
        wal = folder.resolve("messages.db-wal");
    }

    @Test
    void truncatedFile_isRefused() throws IOException {
        store(2_000);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(file) / 2);
        }

        assertRefused("The store '" + file + "' is damaged");
    }

    @Test
    void otherFiles_areRefused_andLeftAlone() throws IOException, SQLException {
        Files.writeString(file, "These are the notes of somebody else. ".repeat(50));
        assertRefused("The file '" + file + "' is no store of messages");
        assertThat(file).content().startsWith("These are the notes");

        Files.delete(file);
        sql("CREATE TABLE notes (text TEXT)");
        assertRefused("The file '" + file + "' is no store of messages");
    }

    @Test
    void newerFormat_isRefused() throws SQLException {
        store(1);
        sql("PRAGMA user_version=3");

        assertRefused("The store '" + file + "' was written by a newer version (format 3, known is 2)");
    }

    @Test
    void storeInUse_isRefused() {
        try (MessageStore first = MessageStore.open(folder)) {
            assertThat(first.lastSequence()).isZero();
            assertThatThrownBy(() -> MessageStore.open(folder))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("The store '%s' is used by another process: stop the gateway or command that has it"
                            .formatted(file));
        }
        store(1);
    }

    @Test
    void directoryThatCannotBeMade_isNamed() throws IOException {
        Path blocked = Files.createFile(folder.resolve("blocked")).resolve("outbox");

        assertThatThrownBy(() -> MessageStore.open(blocked))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(blocked.resolve("messages.db").toString())
                .hasMessageContaining("make its directory writable");
    }

    @Test
    void logWithoutDatabase_isRefused_andKept() throws IOException {
        copyOfOpenStore();
        Files.delete(file);

        assertRefused("The store '%s' is damaged (only '%s' is there)".formatted(file, wal));
        assertThat(wal).isNotEmptyFile();
    }

    @Test
    void damagedPage_isNoticedWhenItIsRead() throws IOException {
        store(2_000);
        byte[] garbage = new byte[PAGE];
        Arrays.fill(garbage, (byte) 0xA5);
        overwrite(file, 30L * PAGE, garbage);

        assertDamageIsNoticed("SQLite can't make sense of it");
    }

    @Test
    void changedPayload_isNoticedWhenItIsRead() throws IOException {
        store(2_000);
        byte[] content = Files.readAllBytes(file);
        int topic = new String(content, StandardCharsets.ISO_8859_1).indexOf(TestingMessages.TOPIC, content.length / 2);
        overwrite(file, topic + TestingMessages.TOPIC.length() + 100L, new byte[] {1});

        assertDamageIsNoticed("is not what was written");
    }

    @Test
    void cleanEnd_isNotReported() {
        store(60);

        assertRecovered(60, "");
    }

    @Test
    void logLeftOver_isTakenOver_andReported() throws IOException {
        copyOfOpenStore();

        assertRecovered(60, "'%s' was left over, 4 transactions in it were taken over".formatted(wal));
        assertRecovered(60, "");
    }

    @Test
    void tornEndOfLog_isLeftOut_andReported() throws IOException {
        copyOfOpenStore();
        try (FileChannel channel = FileChannel.open(wal, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(wal) - 100);
        }

        assertRecovered(40, "an incomplete last one", "which was never acknowledged, was left out");
    }

    @Test
    void garbledEndOfLog_isLeftOut_andReported() throws IOException {
        copyOfOpenStore();
        overwrite(wal, Files.size(wal) - 1_000, new byte[] {1, 2, 3, 4, 5, 6, 7});

        assertRecovered(40, "an incomplete last one", "which was never acknowledged, was left out");
    }

    @Test
    void logDamagedInItsMiddle_isReported() throws IOException {
        copyOfOpenStore();
        long frames = (Files.size(wal) - 32) / FRAME;
        assertThat(frames).isGreaterThan(8);
        overwrite(wal, 32 + 24 + 100 + FRAME * (frames / 3), new byte[] {1, 2, 3, 4, 5, 6, 7});

        try (MessageStore store = MessageStore.open(folder)) {
            assertThat(store.repaired()).get().asString().contains("behind them it is damaged", "were left out");
            List<Long> left = drained(store, LOW);
            assertThat(left).hasSizeLessThan(60);
            assertThat(store.totals(LOW).messages()).isEqualTo(left.size());
        }
    }

    @Test
    void damagedHeadOfLog_isReported() throws IOException {
        copyOfOpenStore();
        overwrite(wal, 0, new byte[] {9, 9, 9, 9});

        try (MessageStore store = MessageStore.open(folder)) {
            assertThat(store.repaired()).get().asString().contains("its first bytes are damaged");
        }
    }

    private void store(int count) {
        try (MessageStore store = MessageStore.open(folder)) {
            store.append(messages(LOW, 1, count));
        }
    }

    /** As a process that was killed leaves it: three groups of twenty, in the log only. */
    private void copyOfOpenStore() throws IOException {
        Path original = folder.resolve("original");
        try (MessageStore store = MessageStore.open(original)) {
            for (int first = 1; first <= 41; first += 20) {
                store.append(messages(LOW, first, first + 19));
            }
            Files.copy(original.resolve("messages.db"), file);
            Files.copy(original.resolve("messages.db-wal"), wal);
        }
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> MessageStore.open(folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("move it and the files beside it away to start empty")
                .hasMessageNotContaining("\n");
    }

    private void assertDamageIsNoticed(String what) {
        try (MessageStore store = MessageStore.open(folder)) {
            assertThatThrownBy(() -> drained(store, LOW))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("The store '" + file + "' is damaged")
                    .hasMessageContaining(what);
        }
    }

    private void assertRecovered(int count, String... reported) {
        try (MessageStore store = MessageStore.open(folder)) {
            assertThat(store.repaired().orElse("")).contains(reported);
            assertThat(store.repaired().isEmpty()).isEqualTo(reported[0].isEmpty());
            assertThat(drained(store, LOW))
                    .isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
            assertThat(store.totals(LOW).messages()).isEqualTo(count);
            assertThat(store.lastSequence()).isEqualTo(count);
        }
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement run = connection.createStatement()) {
            run.executeUpdate(statement);
        }
    }

    private static void overwrite(Path file, long at, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }
}
