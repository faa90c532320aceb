package dev.tedge.gateway.check.rule;

import dev.tedge.gateway.check.yaml.CheckedFile;
import dev.tedge.gateway.check.yaml.Entry;
import dev.tedge.gateway.check.yaml.NearMiss;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;

/** Looks at how routes meet at {@code direct:} and {@code seda:}: each has one that begins there, and no way leads back. */
public final class DirectRoutes {

    private final CamelContext context;
    private final Map<String, RouteUri> begins = new LinkedHashMap<>();
    private final Map<String, List<RouteUri>> sends = new HashMap<>();
    private final Set<String> known = new HashSet<>();

    private final boolean complete;

    /**
     * @param known where routes begin that are not in files
     * @param complete whether these are all
     */
    public DirectRoutes(CamelContext context, Collection<String> known, boolean complete) {
        this.context = context;
        this.complete = complete;
        this.known.addAll(known);
    }

    /** Notes ways that end nowhere, or never. */
    public void check(List<CheckedFile> files) {
        // Those that are built in were there first.
        files.stream()
                .sorted(Comparator.comparing(file -> file.file().origin()))
                .forEach(this::collect);
        known.addAll(begins.keySet());
        for (CheckedFile file : files) {
            RouteUri.in(file).stream()
                    .filter(uri -> !uri.isFrom() && uri.scheme().equals("direct") && uri.isStatic())
                    .forEach(this::requireRoute);
        }
        Set<String> told = new HashSet<>();
        begins.keySet().forEach(start -> loop(start, told));
    }

    private void collect(CheckedFile file) {
        Map<Entry, String> beginnings = new HashMap<>();
        List<RouteUri> uris = RouteUri.in(file).stream().filter(this::isWithin).toList();
        for (RouteUri uri : uris) {
            if (uri.isFrom()) {
                beginnings.put(uri.entry().top(), name(uri));
                begin(uri);
            }
        }
        for (RouteUri uri : uris) {
            String begin = beginnings.get(uri.entry().top());
            if (!uri.isFrom() && begin != null) {
                sends.computeIfAbsent(begin, key -> new ArrayList<>()).add(uri);
            }
        }
    }

    private void begin(RouteUri uri) {
        RouteUri other = begins.putIfAbsent(name(uri), uri);
        if (other != null && uri.scheme().equals("direct")) {
            uri.fault("the route in %s:%d begins at '%s', too, where only one can: name another"
                    .formatted(
                            other.file().file().name(), other.entry().keySpot().line(), name(uri)));
        }
    }

    private void requireRoute(RouteUri uri) {
        String name = name(uri);
        if (complete && uri.path(context).isPresent() && !known.contains(name)) {
            uri.fault("no route begins at '%s'%s".formatted(name, NearMiss.hint(name, known)));
        }
    }

    private void loop(String start, Set<String> told) {
        List<List<String>> ways = new ArrayList<>(List.of(List.of(start)));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < ways.size(); i++) {
            List<String> way = ways.get(i);
            for (RouteUri next : sends.getOrDefault(way.get(way.size() - 1), List.of())) {
                List<String> longer = new ArrayList<>(way);
                longer.add(name(next));
                if (name(next).equals(start) && !told.contains(start)) {
                    told.addAll(way);
                    next.fault("messages go round in a loop: %s; let one of these routes end"
                            .formatted(String.join(" → ", longer)));
                } else if (seen.add(name(next))) {
                    ways.add(longer);
                }
            }
        }
    }

    private boolean isWithin(RouteUri uri) {
        return uri.isStatic() && (uri.scheme().equals("direct") || uri.scheme().equals("seda"));
    }

    private String name(RouteUri uri) {
        return uri.scheme() + ":" + uri.path(context).orElse("");
    }
}
