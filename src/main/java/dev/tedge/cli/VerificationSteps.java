package dev.tedge.cli;

import dev.tedge.connect.CheckOutcome;
import dev.tedge.connect.ConnectionCheck;
import dev.tedge.link.client.Deadline;
import java.time.Duration;
import java.util.Optional;

/** The steps that show that messages come through to AWS and back. */
final class VerificationSteps {

    /** For a gateway that has just been started on a small device. */
    static final Duration PATIENCE_FOR_START = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofMillis(500);

    private final ConnectScene scene;
    private final ConnectionCheck check;
    private final Duration patienceForStart;
    private final Attempts.Pause pause;
    private final Attempts attempts;

    // Of the last attempt.
    private boolean provisioning;

    /** @param patienceForStart how long the gateway of a service that was started may be missing */
    VerificationSteps(ConnectScene scene, ConnectionCheck check, Duration patienceForStart, Attempts.Pause pause) {
        this.scene = scene;
        this.check = check;
        this.patienceForStart = patienceForStart;
        this.pause = pause;
        this.attempts = new Attempts("Connection test failed", scene.console(), pause);
    }

    /** Looks for a running gateway only; empty when there is one. */
    Optional<CheckOutcome> missingGateway() throws InterruptedException {
        return check.missingGateway();
    }

    /** Sends a message to AWS and back. */
    boolean once() {
        return verified(Deadline.in(Duration.ZERO));
    }

    private boolean verified(Deadline started) {
        return scene.progress()
                .passed(
                        "Verifying device is connected to cloud",
                        () -> outcome(started).failure().stream()
                                .map(reason -> "Failed to verify device is connected to AWS: " + reason)
                                .toList());
    }

    private CheckOutcome outcome(Deadline started) throws InterruptedException {
        CheckOutcome outcome = check.run();
        while (outcome instanceof CheckOutcome.NoGateway && !started.isOver()) {
            pause.sleep(LOOK);
            outcome = check.run();
        }
        provisioning = outcome instanceof CheckOutcome.NoCloud cloud && cloud.mayBeProvisioning();
        return outcome;
    }

    /** As {@link #withPatience()}, for a gateway that is about to start. */
    int afterStart() throws InterruptedException {
        return withPatience(Deadline.in(patienceForStart));
    }

    /** The same until it succeeds, with the patience that just-in-time provisioning asks for; gives the exit code. */
    int withPatience() throws InterruptedException {
        return withPatience(Deadline.in(Duration.ZERO));
    }

    private Optional<String> hint() {
        return provisioning ? Optional.of(Attempts.JUST_IN_TIME) : Optional.empty();
    }

    private int withPatience(Deadline started) throws InterruptedException {
        if (attempts.until(() -> verified(started), this::hint)) {
            return 0;
        }
        Console console = scene.console();
        console.warn("Bridge has been configured, but Aws connection check failed.");
        console.err().println("    => the gateway goes on trying to connect");
        console.err().println("    => check again with `%s --test`".formatted(scene.command("connect")));
        return TedgeCommand.FAILED;
    }
}
