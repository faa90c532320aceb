package dev.tedge.mqttserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares {@code mqtt-conformance.md} with the standard's list of statements and with the tests of this package. */
class ConformanceTest {

    /** How many statements each section has: the last part of their numbers goes from 1 up to this. */
    private static final Map<String, String> STATEMENTS = Map.of("MQTT 5.0", """
            1.5.4:3 1.5.5:1 1.5.7:1 2.1.3:1 2.2.1:6 2.2.2:1 3.1.0:2 3.1.2:30 3.1.3:12 3.1.4:6 3.2.0:2 3.2.2:22
            3.3.1:13 3.3.2:20 3.3.4:10 3.4.2:3 3.5.2:3 3.6.1:1 3.6.2:3 3.7.2:3 3.8.1:1 3.8.3:5 3.8.4:8 3.9.2:2
            3.9.3:2 3.10.1:1 3.10.3:2 3.10.4:6 3.11.2:2 3.11.3:2 3.12.4:1 3.14.0:1 3.14.1:1 3.14.2:4 3.14.4:3
            3.15.1:1 3.15.2:3 4.1.0:2 4.2:1 4.3.1:1 4.3.2:5 4.3.3:13 4.4.0:2 4.5.0:2 4.6.0:6 4.7.0:1 4.7.1:2
            4.7.2:1 4.7.3:4 4.8.2:6 4.9.0:3 4.12.0:7 4.12.1:2 4.13.1:1 4.13.2:1 6.0.0:4""", "MQTT 3.1.1", """
            1.5.3:3 2.2.2:2 2.3.1:7 3.1.0:2 3.1.2:24 3.1.3:11 3.1.4:5 3.2.0:1 3.2.2:6 3.3.1:12 3.3.2:3 3.3.4:1
            3.3.5:2 3.6.1:1 3.8.1:1 3.8.3:4 3.8.4:6 3.9.3:2 3.10.1:1 3.10.3:2 3.10.4:6 3.12.4:1 3.14.1:1 3.14.4:3
            4.1.0:2 4.3.1:1 4.3.2:2 4.3.3:2 4.4.0:1 4.5.0:2 4.6.0:6 4.7.1:3 4.7.2:1 4.7.3:4 4.8.0:2 6.0.0:4 7.0.0:2
            7.1.1:1 7.1.2:1""");

    /** A number that the standard has left out. */
    private static final String NO_STATEMENT = "MQTT-2.2.1-1";

    private static final Pattern NAMED = Pattern.compile("\\[(3\\.1\\.1 )?(MQTT-[0-9.]+-[0-9]+)]");
    private static final Pattern ROW = Pattern.compile("\\| (MQTT-\\S+) \\| (.+) \\| (.+) \\|");
    private static final Path TESTS = Path.of("src/test/java/dev/tedge/mqttserver/conformance");

    /** A statement and where it is shown. */
    private record Row(String statement, String words, String shownBy) {}

    private static Stream<String> statements(String version) {
        return STATEMENTS
                .get(version)
                .lines()
                .flatMap(line -> Stream.of(line.split(" ")))
                .flatMap(section -> {
                    String[] parts = section.split(":", 2);
                    return IntStream.rangeClosed(1, Integer.parseInt(parts[1]))
                            .mapToObj(number -> "MQTT-" + parts[0] + "-" + number)
                            .filter(statement -> !statement.equals(NO_STATEMENT));
                });
    }

    private static List<Row> rows(String version) throws IOException {
        String table = Files.readString(Path.of("src/test/resources/mqtt-conformance.md"));
        String section = table.substring(table.indexOf("## " + version)).split("\n## ", 2)[0];
        return section.lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> new Row(row.group(1), row.group(2), row.group(3)))
                .toList();
    }

    /** The classes with tests that are named by a statement, by statement. */
    private static Map<String, String> shownBy(String version) throws Exception {
        Map<String, TreeSet<String>> classes = new TreeMap<>();
        try (Stream<Path> files = Files.list(TESTS)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith("IT.java")).toList()) {
                String type = file.getFileName().toString().replace(".java", "");
                Class<?> tests = Class.forName(ConformanceTest.class.getPackageName() + "." + type);
                for (Method method : tests.getDeclaredMethods()) {
                    named(method, version)
                            .forEach(statement -> classes.computeIfAbsent(statement, key -> new TreeSet<>())
                                    .add(type));
                }
            }
        }
        Map<String, String> shown = new TreeMap<>();
        classes.forEach((statement, types) -> shown.put(statement, String.join(", ", types)));
        return shown;
    }

    private static List<String> named(Method method, String version) {
        boolean isTest = Arrays.stream(method.getAnnotations())
                .anyMatch(annotation -> annotation instanceof Test || annotation instanceof ParameterizedTest);
        DisplayName name = method.getAnnotation(DisplayName.class);
        if (!isTest || name == null) {
            return List.of();
        }
        return NAMED.matcher(name.value())
                .results()
                .filter(found -> version.equals("MQTT 3.1.1") == (found.group(1) != null))
                .map(found -> found.group(2))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MQTT 5.0", "MQTT 3.1.1"})
    void table_hasEachStatementOnce_inOrder(String version) throws IOException {
        assertThat(rows(version))
                .extracting(Row::statement)
                .containsExactlyElementsOf(statements(version).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"MQTT 5.0", "MQTT 3.1.1"})
    void table_namesTheTests(String version) throws Exception {
        Map<String, String> inTable = new TreeMap<>();
        rows(version).stream()
                .filter(row -> row.shownBy().matches("\\w+IT(, \\w+IT)*"))
                .forEach(row -> inTable.put(row.statement(), row.shownBy()));

        assertThat(inTable).containsExactlyEntriesOf(shownBy(version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MQTT 5.0", "MQTT 3.1.1"})
    void table_saysWhy_whereThereIsNoTest(String version) throws Exception {
        Map<String, String> shown = shownBy(version);
        Map<String, String> shownIn5 = shownBy("MQTT 5.0");
        for (Row row : rows(version)) {
            String as5 = row.shownBy().replaceAll("as (MQTT-\\S+) of 5\\.0", "$1");
            boolean said = shown.containsKey(row.statement())
                    || row.shownBy().matches("not shown: .{8,}")
                    || (version.equals("MQTT 3.1.1") && shownIn5.containsKey(as5));
            assertThat(said).as(row.toString()).isTrue();
        }
    }

    @Test
    void list_isAsLongAsTheStandards() {
        assertThat(statements("MQTT 5.0")).hasSize(251);
        assertThat(statements("MQTT 3.1.1")).hasSize(141);
    }
}
