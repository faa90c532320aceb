package dev.tedge.cli;

import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * What a command is going to do, once its arguments and settings are known to be good.
 *
 * @param description completes "failed to …", as in "remove the device certificate"
 * @param work does it and returns the exit code; what it throws becomes the cause that is printed
 */
record Action(String description, Callable<Integer> work) {

    Action {
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(work, "work");
    }

    /** An action that succeeds or throws. */
    static Action of(String description, Step step) {
        return new Action(description, () -> {
            step.run();
            return 0;
        });
    }

    /** Something that may fail. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }
}
