package dev.tedge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Delivery against a simple model of it, by random steps. The seed of each is printed; {@code -Dmodel.seed} begins with that one, and
 * {@code -Dmodel.runs} makes more of them.
 */
class DeliveryModelIT {

    private static final int STEPS = 120;

    static LongStream seeds() {
        long first = Long.getLong("model.seed", 1);
        return LongStream.range(first, first + Integer.getInteger("model.runs", 12));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyMessage_isAccountedFor(long seed, @TempDir Path directory) throws Exception {
        System.out.println("  seed " + seed);
        Random random = new Random(seed);
        try (DeliveryModel model = new DeliveryModel(directory, random)) {
            for (int i = 0; i < STEPS; i++) {
                step(model, random);
            }
            model.drain();

            TestingLedger ledger = model.ledger();
            assertThat(ledger.wronglyTold()).as("routes told wrongly").isEmpty();
            assertThat(ledger.outOfOrder()).as("out of order").isEmpty();
            long missing = ledger.missing(model.deadLetters());
            assertThat(missing).as("missing").isBetween(model.leastDropped(), model.mostDropped());
        }
    }

    private static void step(DeliveryModel model, Random random) throws Exception {
        int choice = random.nextInt(100);
        if (choice < 55) {
            model.publish(1 + random.nextInt(60));
        } else if (choice < 68) {
            model.linkUp(random.nextInt(3) == 0 ? 10 : 0);
        } else if (choice < 78) {
            model.linkDown();
        } else if (choice < 84) {
            model.replay();
        } else if (choice < 88) {
            model.dropSome();
        } else if (choice < 93) {
            model.letSettle();
        } else if (choice < 97) {
            model.reopen();
        } else {
            model.crash();
        }
    }
}
