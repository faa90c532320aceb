package dev.tedge.gateway.check.rule;

import dev.tedge.gateway.routes.Hop;
import dev.tedge.gateway.routes.Inlet;
import dev.tedge.gateway.routes.RouteMap;
import dev.tedge.gateway.routes.Side;
import dev.tedge.message.TopicFilter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks for messages that would go round and round.
 *
 * <p>What routes publish on a side comes in again through each filter there that matches the topic. On AWS that happens: the
 * gateway receives its own messages. Locally, MQTT 5's option <i>No Local</i> keeps the broker from sending them back to the
 * gateway; a loop over local topics is a mistake all the same, since the second route never fires, and would without this option.
 * A way that crosses over to the other side and back is therefore no loop, because its local end is cut: the built-in routes of
 * shadows are made like that. For the same reason a route that counts on what another one publishes locally gets nothing,
 * which is a warning.
 */
public final class Loops {

    /** The way from a filter to another one, by what a route publishes. */
    private record Edge(Inlet from, Hop hop, Inlet to, boolean certain) {}

    private final RouteMap map;
    private final Map<Inlet, List<Edge>> edges = new LinkedHashMap<>();

    public Loops(RouteMap map) {
        this.map = map;
        for (Hop hop : map.hops()) {
            hop.from()
                    .ifPresent(from -> next(hop)
                            .forEach(to -> edges.computeIfAbsent(from, key -> new ArrayList<>())
                                    .add(new Edge(from, hop, to, covers(to, hop)))));
        }
    }

    /**
     * Tells what is found.
     *
     * @param faults takes the id of a route and what is wrong with it
     * @param warnings the same for what is doubtful
     */
    public void check(BiConsumer<String, String> faults, BiConsumer<String, String> warnings) {
        Set<Set<String>> told = new HashSet<>();
        for (Inlet inlet : map.inlets()) {
            for (List<Edge> loop : loops(inlet)) {
                Set<String> routes = routes(loop);
                if (told.add(routes)) {
                    boolean certain = loop.stream().allMatch(Edge::certain);
                    (certain ? faults : warnings).accept(inlet.route(), text(loop, certain));
                }
            }
        }
        deaf(warnings, told);
    }

    private static Set<String> routes(List<Edge> loop) {
        return loop.stream()
                .flatMap(edge -> Stream.of(edge.from().route(), edge.hop().route()))
                .collect(Collectors.toSet());
    }

    private List<Inlet> next(Hop hop) {
        return map.inlets().stream()
                .filter(inlet -> inlet.side() == hop.to())
                .filter(inlet -> overlaps(inlet, hop))
                .toList();
    }

    /** The shortest way from an inlet back to it that stays on its side; none, or one. */
    private List<List<Edge>> loops(Inlet start) {
        Set<Inlet> seen = new HashSet<>();
        List<List<Edge>> ways = new ArrayList<>(List.of(List.of()));
        for (int i = 0; i < ways.size(); i++) {
            List<Edge> way = ways.get(i);
            Inlet end = way.isEmpty() ? start : way.get(way.size() - 1).to();
            for (Edge edge : edges.getOrDefault(end, List.of())) {
                List<Edge> longer = new ArrayList<>(way);
                longer.add(edge);
                if (edge.to().equals(start)) {
                    return List.of(longer);
                }
                if (edge.to().side() == start.side() && seen.add(edge.to())) {
                    ways.add(longer);
                }
            }
        }
        return List.of();
    }

    private static String text(List<Edge> loop, boolean certain) {
        Inlet first = loop.get(0).from();
        List<String> places = new ArrayList<>(List.of(name(first.side(), first.filter())));
        loop.forEach(edge -> places.add(name(edge.hop().to(), edge.hop().topic())));
        String others = loop.stream()
                .map(edge -> edge.from().route())
                .distinct()
                .filter(route -> !route.equals(first.route()))
                .map("'%s'"::formatted)
                .collect(Collectors.joining(", "));
        return "%s: %s%s; publish to a topic that none of them receives"
                .formatted(
                        certain
                                ? "messages go round in a loop"
                                : "messages may go round in a loop, as the topic depends on them",
                        String.join(" → ", places),
                        others.isEmpty() ? "" : ", together with " + others);
    }

    /** Routes that wait for what this gateway itself publishes locally. */
    private void deaf(BiConsumer<String, String> warnings, Set<Set<String>> loops) {
        Set<String> told = new HashSet<>();
        for (Hop hop : map.hops()) {
            for (Inlet inlet : hop.to() == Side.LOCAL ? next(hop) : List.<Inlet>of()) {
                boolean loop = loops.stream()
                        .anyMatch(routes -> routes.contains(hop.route()) && routes.contains(inlet.route()));
                if (!loop
                        && covers(inlet, hop)
                        && !isMeant(hop, inlet)
                        && told.add(hop.route() + "\n" + inlet.route())) {
                    warnings.accept(hop.route(), deaf(hop, inlet));
                }
            }
        }
    }

    private static String deaf(Hop hop, Inlet inlet) {
        return ("route '%s' does not get what this route publishes to local:%s: the broker does not send the gateway's own"
                        + " messages back to it; send them there with direct:, or to AWS here as well")
                .formatted(inlet.route(), hop.topic());
    }

    /** A message from AWS that would go back there, or one that goes to AWS here already. */
    private boolean isMeant(Hop hop, Inlet inlet) {
        Optional<Inlet> from = hop.from();
        boolean back = from.isPresent()
                && from.get().side() == Side.AWS
                && edges.getOrDefault(inlet, List.of()).stream()
                        .anyMatch(edge -> edge.to().equals(from.get()));
        return back
                || map.hops().stream()
                        .anyMatch(other -> other.to() == Side.AWS
                                && other.route().equals(hop.route())
                                && other.from().equals(from));
    }

    private static boolean overlaps(Inlet inlet, Hop hop) {
        return filter(inlet.filter())
                .flatMap(one -> filter(hop.topic()).map(one::overlaps))
                .orElse(false);
    }

    private static boolean covers(Inlet inlet, Hop hop) {
        return filter(inlet.filter())
                .flatMap(one -> filter(hop.topic()).map(one::covers))
                .orElse(false);
    }

    /** Empty for what can't be one, which is found elsewhere; or stands for a part of a level. */
    private static Optional<TopicFilter> filter(String text) {
        try {
            return Optional.of(new TopicFilter(text.replaceAll("[^/]*\\+[^/]*", "+")));
        } catch (IllegalArgumentException impossible) {
            return Optional.empty();
        }
    }

    private static String name(Side side, String topic) {
        return side.name().toLowerCase(Locale.ROOT) + ":" + topic;
    }
}
