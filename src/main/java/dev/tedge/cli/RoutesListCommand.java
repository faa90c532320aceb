package dev.tedge.cli;

import dev.tedge.gateway.listing.ListedFile;
import dev.tedge.gateway.listing.ListedRoute;
import dev.tedge.gateway.listing.RouteListing;
import dev.tedge.gateway.source.RouteSurroundings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code tedge routes list}. */
@Command(
        name = "list",
        description = {
            "List the route files, whose they are, and what goes where by their routes.",
            "The exit code is 1 when a file can't run."
        },
        footer = "%nExample: tedge routes list")
final class RoutesListCommand extends RoutesCommand.OnRoutes {

    private static final String GAP = "  ";

    @Override
    Action prepare() throws Exception {
        RouteSurroundings surroundings = surroundings();
        return new Action("list the routes", () -> {
            try (surroundings) {
                return list(new RouteListing(surroundings));
            }
        });
    }

    private int list(RouteListing listing) {
        List<ListedFile> files = listing.files();
        List<List<String>> rows = new ArrayList<>();
        files.forEach(file -> addRows(rows, file));
        print(rows);
        listing.outdated().forEach(console()::warn);
        boolean failed = files.stream().anyMatch(file -> file.state() == ListedFile.State.FAILED);
        if (failed) {
            console().warn("What failed has no effect: the gateway goes on with what was in force before");
        }
        return failed ? TedgeCommand.FAILED : 0;
    }

    private static void addRows(List<List<String>> rows, ListedFile file) {
        String state = file.state().toString();
        if (file.routes().isEmpty()) {
            rows.add(List.of(state, file.name(), file.fault().orElseGet(() -> inWords(file.state()))));
        }
        for (ListedRoute route : file.routes()) {
            boolean first = true;
            for (ListedRoute.Way way : route.ways()) {
                rows.add(List.of(
                        first ? state : "", first ? file.name() : "", first ? route.id() : "", way.from(), way.to()));
                first = false;
            }
        }
    }

    private static String inWords(ListedFile.State state) {
        return state == ListedFile.State.DISABLED ? "" : "(no routes)";
    }

    private void print(List<List<String>> rows) {
        PrintWriter out = console().out();
        int state = width(rows, 0);
        int file = width(rows, 1);
        int route = width(rows.stream().filter(row -> row.size() > 3).toList(), 2);
        int from = width(rows.stream().filter(row -> row.size() > 3).toList(), 3);
        for (List<String> row : rows) {
            String line = padded(row.get(0), state) + GAP + padded(row.get(1), file) + GAP;
            String rest = row.size() > 3
                    ? padded(row.get(2), route) + GAP + padded(row.get(3), from) + GAP + arrow(row.get(4))
                    : row.get(2);
            out.println((line + rest).stripTrailing());
        }
        out.flush();
    }

    private static String arrow(String to) {
        return to.isEmpty() ? "" : "-> " + to;
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
