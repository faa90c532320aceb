package dev.tedge.benchmark.report;

import dev.tedge.benchmark.report.Figure.Measure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Collects figures and sums up what several runs gave. */
public final class Report {

    private final String reference;
    private final List<Figure> figures = new ArrayList<>();

    /**
     * What the runs of one peer gave for one measure.
     *
     * @param median of the runs
     * @param spread between the least and the most, in percent of the median
     * @param ratio the median of what the reference had in the same run, divided by what this one had; empty for the reference
     */
    public record Summary(Measure measure, String peer, int runs, double median, double spread, OptionalDouble ratio) {}

    /** @param reference the peer that others are compared with */
    public Report(String reference) {
        this.reference = reference;
    }

    /** Adds what was measured. */
    public void add(Figure figure) {
        figures.add(figure);
    }

    /** All, in the order in which they came. */
    public List<Figure> figures() {
        return List.copyOf(figures);
    }

    /** By measure, then by peer, each in the order of its first figure. */
    public List<Summary> summaries() {
        Map<Measure, Map<String, List<Figure>>> sorted = new LinkedHashMap<>();
        for (Figure figure : figures) {
            sorted.computeIfAbsent(figure.measure(), any -> new LinkedHashMap<>())
                    .computeIfAbsent(figure.peer(), any -> new ArrayList<>())
                    .add(figure);
        }
        List<Summary> summaries = new ArrayList<>();
        sorted.values().forEach(peers -> peers.values().forEach(runs -> summaries.add(summary(runs, peers))));
        return summaries;
    }

    private Summary summary(List<Figure> runs, Map<String, List<Figure>> peers) {
        Figure any = runs.get(0);
        List<Double> values = runs.stream().map(Figure::value).toList();
        List<Double> ratios = new ArrayList<>();
        if (!any.peer().equals(reference)) {
            for (Figure run : runs) {
                ofRun(peers.getOrDefault(reference, List.of()), run.run())
                        .filter(value -> run.value() != 0)
                        .ifPresent(value -> ratios.add(value / run.value()));
            }
        }
        return new Summary(
                any.measure(),
                any.peer(),
                runs.size(),
                Statistics.median(values),
                Statistics.spread(values),
                ratios.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Statistics.median(ratios)));
    }

    private static Optional<Double> ofRun(List<Figure> figures, int run) {
        return figures.stream()
                .filter(figure -> figure.run() == run)
                .map(Figure::value)
                .findFirst();
    }
}
