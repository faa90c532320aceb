package dev.tedge.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Something that is tried five times: a device that AWS provisions just in time is refused at first. */
final class Attempts {

    private static final int MOST = 5;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

    /** What is said when AWS may be about to accept the device. */
    static final String JUST_IN_TIME = "AWS may be provisioning the device (JITP): trying again";

    private final String failed;
    private final Console console;
    private final Pause pause;

    /** Waits between two attempts. */
    @FunctionalInterface
    interface Pause {

        /** On the clock of the machine. */
        Pause REAL = time -> Thread.sleep(time.toMillis());

        void sleep(Duration time) throws InterruptedException;
    }

    /** @param failed what is said between two attempts, in front of their number */
    Attempts(String failed, Console console, Pause pause) {
        this.failed = failed;
        this.console = console;
        this.pause = pause;
    }

    /** Tries until it is done, after 2, 4, 8 and 16 seconds again; false when it never was. */
    boolean until(BooleanSupplier done) throws InterruptedException {
        return until(done, Optional::empty);
    }

    /**
     * The same.
     *
     * @param hint why another attempt makes sense, asked after each failure
     */
    boolean until(BooleanSupplier done, Supplier<Optional<String>> hint) throws InterruptedException {
        Duration next = FIRST_PAUSE;
        for (int attempt = 1; !done.getAsBoolean(); attempt++) {
            if (attempt == MOST) {
                return false;
            }
            console.err().println("%s, attempt %d of %d".formatted(failed, attempt, MOST));
            hint.get().ifPresent(console.err()::println);
            console.err().println();
            pause.sleep(next);
            next = next.multipliedBy(2);
        }
        return true;
    }
}
