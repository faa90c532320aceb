package dev.tedge.cli;

import java.io.PrintWriter;
import java.util.List;

/** Steps of a command, each a line that ends with how it went. */
final class Progress {

    private final PrintWriter err;

    Progress(PrintWriter err) {
        this.err = err;
    }

    /** Does a step: {@code title... ✓}, or {@code title... ✗} and the reason below it; false when it failed. */
    boolean done(String title, Action.Step step) {
        return passed(title, () -> {
            step.run();
            return List.of();
        });
    }

    /** Makes a check that finds problems, which are told one a line; false when there are some. */
    boolean passed(String title, Check check) {
        err.print(title + "... ");
        err.flush();
        List<String> problems = problems(check);
        err.println(problems.isEmpty() ? "✓" : "✗");
        problems.forEach(problem -> err.println("error: " + problem));
        return problems.isEmpty();
    }

    /** Does a step that is only worth a line when it fails. */
    boolean silently(String title, Action.Step step) {
        List<String> problems = problems(() -> {
            step.run();
            return List.of();
        });
        return problems.isEmpty() || passed(title, () -> problems);
    }

    private static List<String> problems(Check check) {
        try {
            return check.problems();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("interrupted");
        } catch (Exception failure) {
            return List.of(String.join(": ", Failures.reasons(failure)));
        }
    }

    /** Something that may find problems. */
    @FunctionalInterface
    interface Check {
        List<String> problems() throws Exception;
    }
}
