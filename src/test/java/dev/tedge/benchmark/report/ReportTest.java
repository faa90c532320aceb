package dev.tedge.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.benchmark.report.Figure.Measure;
import dev.tedge.benchmark.report.Report.Summary;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Measure RATE = new Measure("throughput", "64 B", "rate", "1/s");

    private final Report report = new Report("gateway");

    private void runs(String peer, double... values) {
        for (int run = 1; run <= values.length; run++) {
            report.add(new Figure(run, RATE, peer, values[run - 1]));
        }
    }

    @Test
    void ratio_isTheMedianOfTheRatiosOfEachRun() {
        runs("gateway", 100, 200, 400);
        runs("bridge", 100, 400, 100);

        List<Summary> summaries = report.summaries();

        assertThat(summaries).extracting(Summary::peer).containsExactly("gateway", "bridge");
        assertThat(summaries).extracting(Summary::median).containsExactly(200.0, 100.0);
        assertThat(summaries.get(0).ratio()).isEmpty();
        assertThat(summaries.get(1).ratio()).hasValue(1.0);
    }

    @Test
    void run_thatThePeerOrTheReferenceMissed_hasNoRatio() {
        runs("gateway", 100);
        runs("bridge", 50, 10);
        runs("idle", 0);

        assertThat(report.summaries().get(1).ratio()).hasValue(2.0);
        assertThat(report.summaries().get(2).ratio()).isEmpty();
    }

    @Test
    void table_hasMedianSpreadAndRatio() {
        runs("gateway", 12_345.6);
        runs("bridge", 1_000);

        assertThat(TextTable.of(report.summaries()).lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "| scenario | setting | figure | of | median | spread | gateway is |",
                        "| --- | --- | --- | --- | ---: | ---: | ---: |",
                        "| throughput | 64 B | rate 1/s | gateway | 12,346 | 0 % | |",
                        "| throughput | 64 B | rate 1/s | bridge | 1,000 | 0 % | 12.35 × |");
    }

    @Test
    void numbers_haveThreeDigits_orAllBeforeThePoint() {
        assertThat(List.of(0.0, 0.01234, 0.5, 1.0, 12.34, 123.4, 1_234_567.0))
                .extracting(TextTable::number)
                .containsExactly("0", "0.0123", "0.500", "1.00", "12.3", "123", "1,234,567");
    }

    @Test
    void csv_quotesWhatHasACommaInIt() {
        runs("bridge, tuned", 1.5);

        assertThat(CsvFile.of(report.figures())).isEqualTo("""
                        scenario,setting,figure,unit,of,run,value
                        throughput,64 B,rate,1/s,"bridge, tuned",1,1.5
                        """);
    }

    @Test
    void chart_hasTheLongestBarForTheMost_andEscapesText() {
        runs("gateway", 50);
        runs("a<b", 100);

        assertThat(BarChart.of("today & here", "gateway", report.summaries()))
                .contains("width=\"230\" height=\"12\" fill=\"#d35400\"")
                .contains("width=\"460\" height=\"12\" fill=\"#7f8c8d\"")
                .contains("today &amp; here", "a&lt;b");
    }
}
