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
    private static final long MANY = 200_000;

    @TempDir
    Path folder;

    @Test
    void room_isUsedAgain_andGivenBack() throws IOException {
        try (MessageStore store = MessageStore.open(folder)) {
            append(store, 1, MANY);
        }
        try (MessageStore store = MessageStore.open(folder)) {
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
        remove(store, 100_000);
        append(store, MANY + 1, MANY + 80_000);
        assertThat(size()).as("room is used again").isLessThanOrEqualTo(full + full / 10);

        store.append(List.of(message(HIGH, MANY + 100_000)));
        remove(store, 160_000);
        System.out.printf("  %d KiB with 20000 left, %d KiB when full%n", size() / 1024, full / 1024);
        assertThat(store.totals(LOW).messages()).isEqualTo(20_000);
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

    private long size() throws IOException {
        return Files.size(folder.resolve("messages.db")) + Files.size(folder.resolve("messages.db-wal"));
    }
}
