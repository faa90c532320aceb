package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.testing.process.RequiresMosquitto;
import dev.tedge.testing.table.Row;
import dev.tedge.testing.table.RowRunner;
import dev.tedge.testing.table.TableParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jar, judged by the tables in {@code src/test/resources/command-line}. They are written from what
 * thin-edge.io does and what this program promises, not from its code.
 *
 * <p>The system property {@code tedge.rows}, a regular expression for a part of titles or places, picks some rows.
 */
@RequiresMosquitto
class CommandLineST {

    private static final Path TABLES = Path.of("src/test/resources/command-line");
    private static final int LEAST_ROWS = 150;

    /** Rows run side by side: most of their time is the start of JVMs, and some only wait. */
    private static final ExecutorService WORKERS =
            Executors.newFixedThreadPool(1 + Runtime.getRuntime().availableProcessors());

    @TempDir
    static Path directory;

    @AfterAll
    static void end() {
        WORKERS.shutdownNow();
    }

    @Test
    void tables_haveManyRows() throws IOException {
        assertThat(rows()).hasSizeGreaterThanOrEqualTo(LEAST_ROWS);
    }

    @TestFactory
    Stream<DynamicTest> row() throws IOException {
        Pattern chosen = Pattern.compile(System.getProperty("tedge.rows", ""));
        Map<Row, Future<?>> results = new LinkedHashMap<>();
        for (Row row : rows()) {
            if (chosen.matcher(row.place() + " " + row.title()).find()) {
                results.put(row, WORKERS.submit(() -> run(row)));
            }
        }
        return results.entrySet().stream()
                .map(result -> DynamicTest.dynamicTest(result.getKey().title(), () -> await(result.getValue())));
    }

    private static List<Row> rows() throws IOException {
        TableParser parser = new TableParser();
        try (Stream<Path> files = Files.list(TABLES)) {
            for (Path file : files.sorted().toList()) {
                parser.read(file);
            }
        }
        return parser.rows();
    }

    private static Void run(Row row) throws IOException, InterruptedException {
        try (RowRunner runner = new RowRunner(row, Files.createTempDirectory(directory, "row"))) {
            runner.run();
        }
        return null;
    }

    private static void await(Future<?> result) throws Throwable {
        try {
            result.get();
        } catch (ExecutionException failed) {
            throw failed.getCause();
        }
    }
}
