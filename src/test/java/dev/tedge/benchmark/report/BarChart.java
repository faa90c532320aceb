package dev.tedge.benchmark.report;

import dev.tedge.benchmark.report.Figure.Measure;
import dev.tedge.benchmark.report.Report.Summary;
import java.util.List;
import java.util.Locale;

/** Medians as horizontal bars, in SVG: a group for each measure, its longest bar as wide as the picture allows. */
public final class BarChart {

    private static final int LEFT = 190;
    private static final int WIDTH = 460;
    private static final int RIGHT = 110;
    private static final int ROW = 18;
    private static final int GAP = 34;

    private final String reference;
    private final StringBuilder shapes = new StringBuilder();
    private int y = 10;

    private BarChart(String reference) {
        this.reference = reference;
    }

    /**
     * The picture.
     *
     * @param title machine and date
     * @param reference the peer whose bars have another colour
     */
    public static String of(String title, String reference, List<Summary> summaries) {
        BarChart chart = new BarChart(reference);
        chart.text(10, 16, "bold", title);
        summaries.stream()
                .map(Summary::measure)
                .distinct()
                .forEach(measure -> chart.group(
                        measure,
                        summaries.stream()
                                .filter(summary -> summary.measure().equals(measure))
                                .toList()));
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>
                %s</svg>
                """.formatted(LEFT + WIDTH + RIGHT, chart.y + GAP, chart.shapes);
    }

    private void group(Measure measure, List<Summary> bars) {
        y += GAP;
        text(
                10,
                y,
                "bold",
                "%s, %s: %s in %s".formatted(measure.scenario(), measure.setting(), measure.name(), measure.unit()));
        double most = bars.stream().mapToDouble(Summary::median).max().orElse(0);
        for (Summary bar : bars) {
            y += ROW;
            text(10, y, "normal", bar.peer());
            long width = most <= 0 ? 0 : Math.round(WIDTH * bar.median() / most);
            String colour = bar.peer().equals(reference) ? "#d35400" : "#7f8c8d";
            shapes.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"12\" fill=\"%s\"/>%n"
                    .formatted(LEFT, y - 10, width, colour));
            text(LEFT + width + 6, y, "normal", TextTable.number(bar.median()));
        }
    }

    private void text(long x, long baseline, String weight, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        shapes.append(String.format(
                Locale.ROOT, "<text x=\"%d\" y=\"%d\" font-weight=\"%s\">%s</text>%n", x, baseline, weight, escaped));
    }
}
