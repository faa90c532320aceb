package dev.tedge.delivery.store;

import static dev.tedge.delivery.store.Priority.LOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreKillIT {

    private static final int LINES = 400;

    @TempDir
    Path folder;

    private long appended;
    private long removed;

    @Test
    void everythingAcknowledged_isThere_afterKill() throws IOException {
        for (int run = 0; run < 3; run++) {
            appendUntilKilled();

            try (MessageStore store = MessageStore.open(folder)) {
                List<Long> left = TestingMessages.drained(store, LOW);
                assertThat(store.repaired()).get().asString().contains("was left over");
                assertThat(left)
                        .containsAll(LongStream.rangeClosed(removed + TestingAppender.GROUP + 1, appended)
                                .boxed()
                                .toList())
                        .allMatch(sequence -> sequence > removed);
                assertThat(store.totals(LOW).messages()).isEqualTo(left.size());
                assertThat(store.lastSequence()).isGreaterThanOrEqualTo(appended);
            }
        }
    }

    private void appendUntilKilled() throws IOException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestingAppender.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = child.inputReader()) {
            for (int i = 0; i < LINES; i++) {
                note(Long.parseLong(Objects.requireNonNull(lines.readLine(), "the child has ended")));
            }
            child.toHandle().destroyForcibly();
            // What was written to the pipe before the kill; the last line may be torn.
            String rest = lines.lines().reduce("", (all, line) -> all + line + "\n");
            rest.substring(0, Math.max(0, rest.lastIndexOf('\n', rest.length() - 2)))
                    .lines()
                    .forEach(line -> note(Long.parseLong(line)));
        } finally {
            child.destroyForcibly();
            child.onExit().join();
        }
    }

    private void note(long line) {
        if (line > 0) {
            appended = line;
        } else {
            removed = -line;
        }
    }
}
