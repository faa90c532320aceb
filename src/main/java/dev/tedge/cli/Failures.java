package dev.tedge.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
     * message above, and what an exception of ours has put into words already: one of the file system says little but
     * the path.
     */
    static List<String> reasons(Throwable failure) {
        List<String> reasons = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String reason = inWords(cause);
            boolean known = reasons.stream().anyMatch(told -> told.contains(reason));
            boolean technical = cause instanceof FileSystemException file && isInWords(file, reasons);
            if (reasons.isEmpty() || !(known || technical || cause instanceof NumberFormatException)) {
                reasons.add(reason);
            }
        }
        return List.copyOf(reasons);
    }

    private static boolean isInWords(FileSystemException failure, List<String> reasons) {
        String file = String.valueOf(failure.getFile());
        return reasons.size() > 1 || reasons.stream().anyMatch(told -> told.contains(file));
    }

    private static String inWords(Throwable cause) {
        if (cause instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        if (cause instanceof FileAlreadyExistsException present) {
            return present.getFile() + " already exists";
        }
        if (cause instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        return Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    }
}
