package dev.tedge.cli;

import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Puts failures into words. */
final class Failures {

    private Failures() {}

    /**
     * The report of a failure: a headline and the causes below it, as thin-edge.io prints it. Several causes are
     * numbered, outermost first.
     */
    static String report(Throwable failure) {
        List<String> reasons = reasons(failure);
        StringBuilder report = new StringBuilder("Error: ").append(reasons.get(0));
        if (reasons.size() > 1) {
            report.append("\n\nCaused by:");
        }
        for (int i = 1; i < reasons.size(); i++) {
            String number = reasons.size() == 2 ? "" : (i - 1) + ": ";
            String indent = "    " + " ".repeat(number.length());
            report.append("\n    ").append(number).append(reasons.get(i).replace("\n", "\n" + indent));
        }
        return report.toString();
    }

    /**
     * The messages of an exception and its causes, outermost first, at least one. Left out is what only repeats the
     * message above, and what needs to be put into words to be understood and has been: an exception of the file
     * system says nothing but the path.
     */
    static List<String> reasons(Throwable failure) {
        List<String> reasons = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String reason = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
            boolean technical = cause instanceof FileSystemException || cause instanceof NumberFormatException;
            boolean known = reasons.stream().anyMatch(told -> told.contains(reason));
            if (reasons.isEmpty() || !(technical || known)) {
                reasons.add(reason);
            }
        }
        return List.copyOf(reasons);
    }
}
