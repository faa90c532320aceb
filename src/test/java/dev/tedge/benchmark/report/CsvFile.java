package dev.tedge.benchmark.report;

import dev.tedge.benchmark.report.Figure.Measure;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All figures of all runs as comma-separated values (RFC 4180). */
public final class CsvFile {

    private CsvFile() {}

    /** A heading and a line for each figure. */
    public static String of(List<Figure> figures) {
        Stream<String> lines = figures.stream().map(CsvFile::line);
        return Stream.concat(Stream.of("scenario,setting,figure,unit,of,run,value"), lines)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(Figure figure) {
        Measure measure = figure.measure();
        return Stream.of(
                        measure.scenario(),
                        measure.setting(),
                        measure.name(),
                        measure.unit(),
                        figure.peer(),
                        Integer.toString(figure.run()),
                        Double.toString(figure.value()))
                .map(cell -> cell.contains(",") ? '"' + cell + '"' : cell)
                .collect(Collectors.joining(","));
    }
}
