package dev.tedge.testing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The harness on a shell in place of the program, which lets it do what it shall withstand. */
class TedgeProcessIT {

    /** Ends with 3 on SIGTERM, and says so; stays for ever without it. */
    private static final String SERVICE =
            "trap 'echo stopping; exit 3' TERM; echo ready; echo warning >&2; while :; do sleep 0.05; done";

    @Test
    void service_isSeenStarting_andStopping() throws IOException {
        try (TedgeProcess process = shell(SERVICE)) {
            assertThat(process.awaitLine("rea")).isEqualTo("ready");
            assertThat(process.awaitLine("warning")).isEqualTo("warning");
            assertThat(process.isAlive()).isTrue();

            assertThat(process.terminate()).isEqualTo(3);
            assertThat(process.out()).containsExactly("ready", "stopping");
            assertThat(process.err()).containsExactly("warning");
            assertThat(process.isAlive()).isFalse();
        }
    }

    @Test
    void kill_leavesNoTimeToSayGoodbye() throws IOException {
        try (TedgeProcess process = shell(SERVICE)) {
            process.awaitLine("ready");
            process.kill();
            assertThat(process.isAlive()).isFalse();
            assertThat(process.out()).containsExactly("ready");
        }
    }

    @Test
    void awaitLine_failsAtOnce_whenTheProgramHasEnded() throws IOException {
        try (TedgeProcess process = shell("echo one; echo two >&2")) {
            assertThatThrownBy(() -> process.awaitLine("never"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("has ended")
                    .hasMessageContaining("one")
                    .hasMessageContaining("two");
        }
    }

    @Test
    void awaitExit_givesTheExitCode_andAllOutput() throws IOException {
        try (TedgeProcess process = shell("seq 1 10000; exit 7")) {
            assertThat(process.awaitExit(Duration.ofSeconds(20))).isEqualTo(7);
            assertThat(process.out()).hasSize(10_000).endsWith("10000");
        }
    }

    @Test
    void awaitExit_kills_whatTakesTooLong() throws IOException {
        try (TedgeProcess process = shell(SERVICE)) {
            process.awaitLine("ready");
            assertThatThrownBy(() -> process.awaitExit(Duration.ofMillis(50)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("did not end within PT0.05S")
                    .hasMessageContaining("ready");
            assertThat(process.isAlive()).isFalse();
        }
    }

    private static TedgeProcess shell(String script) throws IOException {
        return new TedgeProcess("test", ChildProcesses.start(new ProcessBuilder("/bin/sh", "-c", script)));
    }
}
