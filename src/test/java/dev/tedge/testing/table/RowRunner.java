package dev.tedge.testing.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.testing.process.TedgeProcess;
import dev.tedge.testing.process.TestingShell;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Carries out one row in directories of its own. */
public final class RowRunner implements AutoCloseable {

    /** A command may try to connect five times, and wait in between. */
    private static final Duration TIME_FOR_A_COMMAND = Duration.ofSeconds(150);

    private final Row row;
    private final Variables variables;
    private final RowFiles files;
    private final TestingShell shell;
    private final Deque<TedgeProcess> started = new ArrayDeque<>();

    private Outcome outcome = new Outcome(0, "", "");

    /** How a command has ended. */
    private record Outcome(int exitCode, String out, String err) {}

    /**
     * Nothing is done yet.
     *
     * @param directory an empty one for this row alone
     */
    public RowRunner(Row row, Path directory) throws IOException {
        this.row = row;
        this.variables = new Variables(directory);
        this.files = new RowFiles(variables);
        this.shell = new TestingShell(variables.config(), variables.work());
    }

    /**
     * Runs it from the first step to the last.
     *
     * @throws AssertionError when something comes out that is not in the table
     */
    public void run() throws IOException, InterruptedException {
        List<Step> steps = row.steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.word().isCommand()) {
                List<Step> expectations = expectations(steps.subList(i + 1, steps.size()));
                files.remember(expectations);
                outcome = step.word() == Word.STOP ? stop(step) : finish(step);
                judge(step, expectations);
            } else if (step.word().isExpectation()) {
                expect(step);
            } else {
                prepare(step);
            }
        }
    }

    private static List<Step> expectations(List<Step> following) {
        return following.stream().takeWhile(step -> step.word().isExpectation()).toList();
    }

    private void prepare(Step step) throws IOException {
        String argument = variables.in(step.argument());
        switch (step.word()) {
            case ENV -> shell.set(argument.split("=", 2)[0], argument.split("=", 2)[1]);
            case START -> started.push(shell.start(CommandWords.split(argument)));
            case UNTIL -> last(step).awaitLine(argument);
            case SIGNAL -> last(step).signal(argument);
            default -> files.prepare(step);
        }
    }

    private Outcome finish(Step step) throws IOException {
        try (TedgeProcess process = shell.start(CommandWords.split(variables.in(step.argument())))) {
            return ended(process, process.awaitExit(TIME_FOR_A_COMMAND));
        }
    }

    private Outcome stop(Step step) {
        TedgeProcess process = last(step);
        return ended(process, process.terminate());
    }

    private static Outcome ended(TedgeProcess process, int exitCode) {
        return new Outcome(exitCode, joined(process.out()), joined(process.err()));
    }

    private TedgeProcess last(Step step) {
        return Optional.ofNullable(started.peek())
                .orElseThrow(() -> new IllegalStateException(step + ": nothing was started"));
    }

    /** What every command is judged by, whether the table says it or not. */
    private void judge(Step command, List<Step> expectations) {
        String expectedCode = expectations.stream()
                .filter(step -> step.word() == Word.EXIT)
                .map(Step::argument)
                .findFirst()
                .orElse("0");
        assertThat(String.valueOf(outcome.exitCode))
                .as(what(command, "exit code"))
                .isEqualTo(expectedCode);
        if (expectations.stream().noneMatch(RowRunner::takesAnyStderr)) {
            assertThat(outcome.err).as(what(command, "stderr")).doesNotContain("\tat ", "Exception in thread");
        }
        boolean ours = command.word() == Word.RUN && Row.program(command).equals("tedge");
        if (ours && expectations.stream().noneMatch(step -> step.word() == Word.STDOUT)) {
            assertThat(outcome.out).as(what(command, "stdout")).isEmpty();
        }
    }

    private static boolean takesAnyStderr(Step step) {
        return step.word() == Word.STDERR && step.argument().equals("any");
    }

    private void expect(Step step) throws IOException {
        String argument = variables.in(step.argument());
        switch (step.word()) {
            case EXIT -> {
                // Judged as soon as the command has ended.
            }
            case STDOUT -> TextCheck.verify(argument, text(step), outcome.out, what(step, "stdout"));
            case STDERR -> TextCheck.verify(argument, text(step), outcome.err, what(step, "stderr"));
            default -> files.verify(step, what(step, "file"));
        }
    }

    private List<String> text(Step step) {
        return step.text().stream().map(variables::in).toList();
    }

    private String what(Step step, String part) {
        return "%s of '%s', at %s%nexit code %d%nstdout:%n%s%nstderr:%n%s%n"
                .formatted(part, row.title(), step, outcome.exitCode, outcome.out, outcome.err);
    }

    private static String joined(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    /** Kills what is still running. */
    @Override
    public void close() {
        started.forEach(TedgeProcess::close);
    }
}
