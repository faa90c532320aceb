package dev.tedge.cli;

import dev.tedge.gateway.ActiveRoutes;
import dev.tedge.gateway.routes.Hop;
import dev.tedge.gateway.routes.Inlet;
import dev.tedge.gateway.routes.Side;
import dev.tedge.message.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The topics of the active routes as lines for people, in the form of thin-edge.io. */
final class BridgeTable {

    private final List<Row> out = new ArrayList<>();
    private final List<Row> in = new ArrayList<>();
    private final List<Row> both = new ArrayList<>();
    private final List<Row> elsewhere = new ArrayList<>();
    private final boolean all;

    /** @param all whether routes are named, and what has no source is listed */
    BridgeTable(ActiveRoutes routes, boolean all) {
        this.all = all;
        for (Hop hop : routes.hops()) {
            if (hop.from().isPresent() && hop.from().get().side() != hop.to()) {
                List<Row> rows = hop.to() == Side.AWS ? out : in;
                add(rows, new Row(hop.from().get().filter(), hop.topic(), hop.route()));
            } else if (hop.to() == Side.AWS) {
                add(elsewhere, new Row(hop.from().map(Inlet::filter).orElse("(no message)"), hop.topic(), hop.route()));
            }
        }
        for (Row row : List.copyOf(out)) {
            in.stream().filter(row::isBack).findFirst().ifPresent(back -> {
                out.remove(row);
                in.remove(back);
                both.add(new Row(row.from, row.to, row.route + ", " + back.route));
            });
        }
    }

    private static void add(List<Row> rows, Row row) {
        if (rows.stream().noneMatch(row::isSame)) {
            rows.add(row);
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        section(lines, "Local -> Remote", "->", out);
        section(lines, "Remote -> Local", "->", in);
        section(lines, "Bidirectional", "<->", both);
        if (all) {
            section(lines, "Without a local message -> Remote", "->", elsewhere);
        }
        return lines;
    }

    private void section(List<String> lines, String title, String arrow, List<Row> rows) {
        lines.add("");
        lines.add(title);
        if (rows.isEmpty()) {
            lines.add("  -- No matching rules --");
        }
        int from = rows.stream().mapToInt(row -> row.from.length()).max().orElse(0);
        int to = rows.stream().mapToInt(row -> row.to.length()).max().orElse(0);
        for (Row row : rows) {
            String line = "  " + padded(row.from, from) + "  " + arrow + "  ";
            lines.add(line + (all ? padded(row.to, to) + "  (" + row.route + ")" : row.to));
        }
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    /** Where a message on a topic goes, two lines for each way. */
    static List<String> matches(ActiveRoutes routes, String topic) {
        List<String> lines = new ArrayList<>();
        for (Inlet inlet : routes.inlets()) {
            if (!topic.isEmpty() && new TopicFilter(inlet.filter()).matches(topic)) {
                for (Hop hop : routes.hops(inlet, topic)) {
                    String rule = rule(routes, inlet, hop)
                            .map(row -> row.from + " -> " + row.to)
                            .orElse(inlet.filter());
                    lines.add("[%s] %s  ->  [%s] %s (%s)"
                            .formatted(
                                    name(inlet.side()), topic, name(hop.to()), hop.topic(), direction(inlet.side())));
                    lines.add("  matched by rule: " + rule);
                }
            }
        }
        return lines;
    }

    private static Optional<Row> rule(ActiveRoutes routes, Inlet inlet, Hop concrete) {
        return routes.hops().stream()
                .filter(hop -> hop.from().equals(Optional.of(inlet)) && hop.to() == concrete.to())
                .filter(hop -> hop.topic().equals(concrete.topic()) || isWithin(hop.topic(), concrete.topic()))
                .map(hop -> new Row(inlet.filter(), hop.topic(), hop.route()))
                .findFirst();
    }

    private static boolean isWithin(String filter, String topic) {
        try {
            return new TopicFilter(filter).matches(topic);
        } catch (IllegalArgumentException noFilter) {
            return false;
        }
    }

    private static String name(Side side) {
        return side == Side.LOCAL ? "local" : "remote";
    }

    private static String direction(Side from) {
        return from == Side.LOCAL ? "outbound" : "inbound";
    }

    private record Row(String from, String to, String route) {

        Row {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(route, "route");
        }

        boolean isSame(Row other) {
            return from.equals(other.from) && to.equals(other.to);
        }

        boolean isBack(Row other) {
            return from.equals(other.to) && to.equals(other.from);
        }
    }
}
