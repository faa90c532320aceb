package dev.tedge.delivery.store;

import static dev.tedge.delivery.store.Priority.HIGH;
import static dev.tedge.delivery.store.Priority.LOW;
import static dev.tedge.delivery.store.TestingMessages.drained;
import static dev.tedge.delivery.store.TestingMessages.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreFullDiskIT {

    @TempDir
    Path folder;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString()) == 0;
        assumeTrue(mounted, "A small file system can't be mounted here: it takes root");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (mounted) {
            run("umount", disk.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 500})
    void fullDisk_losesNothing_canBeEmptied_andGoesOnWhenThereIsRoom(int group) throws IOException {
        occupy(4 << 20);
        long last;
        try (MessageStore store = MessageStore.open(disk.resolve("outbox"))) {
            last = fill(store, 0, group);
            assertThat(drained(store, LOW)).isEqualTo(sequences(1, last));

            List<StoredMessage> removed = messages(LOW, 1, last / 2);
            for (int i = 0; i < removed.size(); i += 100) {
                store.remove(removed.subList(i, Math.min(removed.size(), i + 100)));
            }
            assertThat(drained(store, LOW)).isEqualTo(sequences(last / 2 + 1, last));

            last = fill(store, last, group);
        }
        try (MessageStore store = MessageStore.open(disk.resolve("outbox"))) {
            assertThat(drained(store, LOW)).endsWith(last).isSorted();
            release();
            store.append(messages(LOW, last + 1, last + 1_000));
            last += 1_000;
        }
        try (MessageStore store = MessageStore.open(disk.resolve("outbox"))) {
            assertThat(drained(store, LOW)).endsWith(last);
            assertThat(store.dropOldest(LOW, 0, Long.MAX_VALUE).messages()).isGreaterThan(1_000);
        }
    }

    @Test
    void droppingOldest_makesRoomForTheNext_onAFullDisk() throws IOException {
        occupy(4 << 20);
        try (MessageStore store = MessageStore.open(disk.resolve("outbox"))) {
            long last = fill(store, 0, 100);
            for (int round = 0; round < 100; round++) {
                assertThat(store.dropOldest(LOW, 0, 30_000).messages()).isPositive();
                store.append(messages(HIGH, last + 1, last + 50));
                last += 50;
            }
            assertThat(store.totals(HIGH).messages()).isEqualTo(5_000);
        }
    }

    @Test
    void diskFilledBySomebodyElse_isWaitedFor() throws IOException {
        try (MessageStore store = MessageStore.open(disk.resolve("outbox"))) {
            occupy(16 << 20);
            assertThatThrownBy(() -> store.append(messages(LOW, 1, 10_000)))
                    .isInstanceOf(StoreFullException.class)
                    .hasMessageContaining("No space is left for '" + disk);
            assertThat(store.lastSequence()).isZero();
            release();
            store.append(messages(LOW, 1, 10_000));
            assertThat(store.totals(LOW).messages()).isEqualTo(10_000);
        }
    }

    /** Appends until the disk is full; returns the last sequence that was stored. */
    private static long fill(MessageStore store, long from, int group) {
        long last = from;
        try {
            while (last < 1_000_000) {
                store.append(messages(LOW, last + 1, last + group));
                last += group;
            }
        } catch (StoreFullException expected) {
            return last;
        }
        throw new AssertionError("The disk did not get full");
    }

    private void occupy(long size) throws IOException {
        try (FileChannel channel =
                FileChannel.open(disk.resolve("other"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocate(1 << 12);
            while (channel.size() < size) {
                block.clear();
                channel.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private void release() throws IOException {
        Files.delete(disk.resolve("other"));
    }

    private static List<Long> sequences(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
