package dev.tedge.benchmark.report;

import dev.tedge.benchmark.report.Report.Summary;
import java.util.List;
import java.util.Locale;

/** Summaries as a table for a terminal or for Markdown. */
public final class TextTable {

    private TextTable() {}

    /** The table with a heading, its last column how many times the peer's value the gateway's is. */
    public static String of(List<Summary> summaries) {
        StringBuilder text = new StringBuilder();
        text.append(row("scenario", "setting", "figure", "of", "median", "spread", "gateway is"));
        text.append(row("---", "---", "---", "---", "---:", "---:", "---:"));
        for (Summary summary : summaries) {
            text.append(row(
                    summary.measure().scenario(),
                    summary.measure().setting(),
                    summary.measure().name() + " " + summary.measure().unit(),
                    summary.peer(),
                    number(summary.median()),
                    "%.0f %%".formatted(summary.spread()),
                    summary.ratio().isPresent()
                            ? "%.2f ×".formatted(summary.ratio().getAsDouble())
                            : ""));
        }
        return text.toString();
    }

    /** A figure with as many digits as mean something: three, or all before the point. */
    static String number(double value) {
        int decimals = value == 0 || Math.abs(value) >= 100
                ? 0
                : Math.min(4, Math.max(0, 2 - (int) Math.floor(Math.log10(Math.abs(value)))));
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "| %-10s | %-24s | %-22s | %-24s | %10s | %6s | %11s |%n", cells);
    }
}
