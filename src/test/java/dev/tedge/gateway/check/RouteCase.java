package dev.tedge.gateway.check;

import dev.tedge.gateway.check.RouteFault.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A route file that is looked at. In {@code src/test/resources/route-check} each begins with {@code === } and its name; ▶ is where a
 * fault is found, and the lines with {@code ! } at the end say what it is, {@code ? } of a warning. {@code ROUTE} stands for the
 * first lines of a route, {@code FILE x} for the name of the file.
 *
 * @param name the spoken reason
 * @param file its name
 * @param text what is in it
 * @param places of the marks
 * @param faults how what is found begins
 * @param warnings the same
 */
record RouteCase(
        String name, String file, String text, List<Place> places, List<String> faults, List<String> warnings) {

    private static final String MARK = "▶";
    private static final String ROUTE = """
            - route:
                id: x
                from:
                  uri: "local:in"
                  steps:""";

    static List<RouteCase> in(String table) {
        String all = resource("route-check/" + table + ".txt");
        return Arrays.stream(all.split("(?m)^=== ", -1))
                .filter(block -> !block.isBlank())
                .map(RouteCase::of)
                .toList();
    }

    private static RouteCase of(String block) {
        List<String> lines = block.lines().toList();
        List<String> file = directives(lines, "FILE ");
        String marked = lines.stream()
                .skip(1)
                .map(line -> line.replaceFirst("^(▶?)[!?] .*", "$1"))
                .filter(line -> !line.matches("FILE .*"))
                .map(line -> line.equals("ROUTE") ? ROUTE : line)
                .collect(Collectors.joining("\n"))
                .replace('␀', '\0')
                .replace('␇', '\7');
        return new RouteCase(
                lines.get(0),
                (file.isEmpty() ? "bad" : file.get(0)) + ".camel.yaml",
                marked.replace(MARK, ""),
                places(marked),
                directives(lines, "! "),
                directives(lines, "? "));
    }

    private static List<String> directives(List<String> lines, String prefix) {
        return lines.stream()
                .skip(1)
                .map(line -> line.replace(MARK, ""))
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .toList();
    }

    private static List<Place> places(String marked) {
        List<Place> places = new ArrayList<>();
        List<String> lines = marked.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            for (int at = line.indexOf(MARK); at >= 0; at = line.indexOf(MARK)) {
                places.add(new Place(i + 1, at + 1));
                line = line.substring(0, at) + line.substring(at + 1);
            }
        }
        return places;
    }

    private static String resource(String name) {
        try (InputStream file = RouteCase.class.getClassLoader().getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
