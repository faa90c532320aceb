package dev.tedge.delivery.store;

import static dev.tedge.delivery.store.Priority.HIGH;
import static dev.tedge.delivery.store.Priority.LOW;
import static dev.tedge.delivery.store.TestingMessages.message;
import static dev.tedge.delivery.store.TestingMessages.messages;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreGrowthIT {

    private static final int GROUP = 500;
    private static final long MIB = 1 << 20;
    private static final long MANY = 1_000_000;
    private static final long STEP = 100_000;

    @TempDir
    Path folder;

    @Test
    void oneMillion_costsDisk_butNoMemory_andGivesItBack() throws IOException {
        long few;
        try (MessageStore store = MessageStore.open(folder)) {
            append(store, 1, 1_000);
            few = heap();
            System.out.println("  messages  append ms  heap KiB  file MiB");
            report(1_000, 0);
            for (long first = 1_001, last = STEP; last <= MANY; first = last + 1, last += STEP) {
                long start = System.nanoTime();
                append(store, first, last);
                report(last, (System.nanoTime() - start) / 1_000_000);
            }
            assertThat(heap() - few).isLessThan(10 * MIB);
        }

        long start = System.nanoTime();
        try (MessageStore store = MessageStore.open(folder)) {
            System.out.printf("  opened with %d in %d ms%n", MANY, (System.nanoTime() - start) / 1_000_000);
            assertThat(store.totals(LOW).messages()).isEqualTo(MANY);
            assertThat(store.totals(LOW).bytes())
                    .isEqualTo(MANY * message(LOW, 1).size());
            assertThat(store.totals(LOW).oldest()).contains(message(LOW, 1).accepted());
            assertThat(store.lastSequence()).isEqualTo(MANY);
            drain(store);
        }
    }

    private void drain(MessageStore store) throws IOException {
        long full = size();
        remove(store, 200_000);
        append(store, MANY + 1, MANY + 150_000);
        assertThat(size()).as("room is used again").isLessThanOrEqualTo(full + 8 * MIB);

        store.append(List.of(message(HIGH, MANY + 400_000)));
        remove(store, 850_000);
        System.out.printf("  %d MiB with 100000 left, %d MiB when full%n", size() / MIB, full / MIB);
        assertThat(store.totals(LOW).messages()).isEqualTo(100_000);
        assertThat(size()).as("room is given back").isLessThan(full / 4);
    }

    private static void append(MessageStore store, long first, long last) {
        for (long from = first; from <= last; from += GROUP) {
            store.append(messages(LOW, from, Math.min(last, from + GROUP - 1)));
        }
    }

    private static void remove(MessageStore store, int count) {
        for (int removed = 0; removed < count; removed += GROUP) {
            store.remove(store.read(LOW, 0, GROUP, Long.MAX_VALUE));
        }
    }

    private void report(long messages, long millis) throws IOException {
        System.out.printf("%10d %10d %9d %9d%n", messages, millis, heap() / 1024, size() / MIB);
    }

    private long size() throws IOException {
        return Files.size(folder.resolve("messages.db")) + Files.size(folder.resolve("messages.db-wal"));
    }

    private static long heap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
