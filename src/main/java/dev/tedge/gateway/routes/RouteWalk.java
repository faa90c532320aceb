package dev.tedge.gateway.routes;

import dev.tedge.mapping.Addressing;
import dev.tedge.mapping.Gate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.PipelineDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a route step by step, as a message would, and notes where it can be published. What a message may or may not
 * pass, such as the branches of a choice, is all taken into account.
 */
final class RouteWalk {

    private static final String TOPIC = "CamelPahoMqtt5OverrideTopic";
    private static final String RETAINED = "CamelPahoMqtt5Retained";
    private static final Set<String> WITHIN = Set.of("direct", "seda");

    private final CamelContext context;
    private final Map<String, RouteDefinition> within = new HashMap<>();

    private final Optional<Inlet> from;
    private final List<Hop> hops = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final Set<String> entered = new HashSet<>();
    private final Set<String> visited = new HashSet<>();

    /**
     * @param context has the beans and the values of placeholders
     * @param routes that can be reached by {@code direct:} and {@code seda:}
     * @param from what messages come in through; empty when they come from elsewhere
     */
    RouteWalk(CamelContext context, List<RouteDefinition> routes, Optional<Inlet> from) {
        this.context = context;
        this.from = from;
        routes.forEach(route ->
                within.put(Uri.of(context, route.getInput().getEndpointUri()).bare(), route));
    }

    /** The hops of messages that take these steps. */
    RouteWalk through(String route, List<ProcessorDefinition<?>> steps) {
        enter(route);
        Set<Address> unused = steps(route, steps, Set.of(Address.NONE));
        return this;
    }

    List<Hop> hops() {
        return hops;
    }

    /** What can't be told, a sentence each. */
    List<String> unknown() {
        return unknown;
    }

    /** The ids of the routes that these messages come through. */
    Set<String> visited() {
        return visited;
    }

    private boolean enter(String route) {
        visited.add(route);
        return entered.add(route);
    }

    private Set<Address> steps(String route, List<ProcessorDefinition<?>> steps, Set<Address> before) {
        Set<Address> now = before;
        for (ProcessorDefinition<?> step : steps) {
            now = step(route, step, now);
        }
        return now;
    }

    private Set<Address> step(String route, ProcessorDefinition<?> step, Set<Address> now) {
        if (step instanceof SendDefinition<?> send) {
            return send(route, Uri.of(context, send.getEndpointUri()), now);
        }
        if (step instanceof ToDynamicDefinition send) {
            return sendDynamic(route, TextForm.ofSimple(resolved(send.getUri()), source()), now);
        }
        if (step instanceof ProcessDefinition process) {
            return addressed(process.getProcessor() == null ? bean(process.getRef()) : process.getProcessor(), now);
        }
        if (step instanceof BeanDefinition bean) {
            return addressed(bean(bean.getRef()), now);
        }
        if (step instanceof SetHeaderDefinition header) {
            return header(header, now);
        }
        if (step instanceof SetHeadersDefinition headers) {
            Set<Address> after = now;
            for (SetHeaderDefinition header : headers.getHeaders()) {
                after = header(header, after);
            }
            return after;
        }
        return step instanceof ExpressionNode node && sendsByExpression(node)
                ? sendDynamic(route, TextForm.of(node.getExpression(), source()).map(this::resolved), now)
                : block(route, step, now);
    }

    private static boolean sendsByExpression(ExpressionNode node) {
        return node instanceof RecipientListDefinition<?>
                || node instanceof RoutingSlipDefinition<?>
                || node instanceof DynamicRouterDefinition<?>
                || node instanceof EnrichDefinition;
    }

    /** Steps that have steps. A message may pass them by, unless the block says otherwise. */
    private Set<Address> block(String route, ProcessorDefinition<?> block, Set<Address> now) {
        if (block instanceof PipelineDefinition || block instanceof StepDefinition) {
            return steps(route, block.getOutputs(), now);
        }
        if (block instanceof OnExceptionDefinition || block instanceof OnCompletionDefinition) {
            aside(route, block);
            return now;
        }
        Set<Address> after = new LinkedHashSet<>();
        if (block instanceof ChoiceDefinition choice) {
            choice.getWhenClauses().forEach(when -> after.addAll(steps(route, when.getOutputs(), now)));
            after.addAll(
                    choice.getOtherwise() == null
                            ? now
                            : steps(route, choice.getOtherwise().getOutputs(), now));
            return after;
        }
        after.addAll(now);
        if (block instanceof MulticastDefinition) {
            block.getOutputs().forEach(each -> after.addAll(step(route, each, now)));
        } else {
            after.addAll(steps(route, block.getOutputs(), now));
        }
        return after;
    }

    /** What is done about a message is not where it goes: it has headers from anywhere in the route. */
    private void aside(String route, ProcessorDefinition<?> block) {
        RouteWalk walk = new RouteWalk(context, List.copyOf(within.values()), Optional.empty());
        walk.through(route, block.getOutputs());
        hops.addAll(walk.hops());
        unknown.addAll(walk.unknown());
        visited.addAll(walk.visited());
    }

    private Set<Address> header(SetHeaderDefinition header, Set<Address> now) {
        String name = resolved(header.getName());
        Set<Address> after = new LinkedHashSet<>();
        for (Address address : now) {
            Optional<String> text =
                    TextForm.of(header.getExpression(), source()).map(this::resolved);
            if (TOPIC.equals(name)) {
                after.add(address.withTopic(text));
            } else if (RETAINED.equals(name)) {
                after.add(address.withRetained(!text.equals(Optional.of("false"))));
            } else {
                after.add(address);
            }
        }
        return after;
    }

    private Set<Address> addressed(@Nullable Object processor, Set<Address> now) {
        if (processor instanceof Gate gate
                && source().filter(topic -> !gate.passes(topic)).isPresent()) {
            return Set.of();
        }
        if (!(processor instanceof Addressing addressing) || now.isEmpty()) {
            return now;
        }
        Set<Address> after = new LinkedHashSet<>();
        List<String> topics = source().map(addressing::topics).orElse(List.of());
        topics.forEach(topic -> after.add(new Address(Optional.of(topic), true, addressing.retains())));
        if (from.isEmpty()) {
            after.add(Address.NONE.withTopic(Optional.empty()));
        }
        return after;
    }

    private Set<Address> sendDynamic(String route, Optional<String> uri, Set<Address> now) {
        if (uri.isEmpty()) {
            unknown.add("route '%s' decides with each message where to send it".formatted(route));
            return now;
        }
        Set<Address> after = now;
        for (String each : uri.get().split(",", -1)) {
            after = send(route, Uri.of(context, each), after);
        }
        return after;
    }

    private Set<Address> send(String route, Uri uri, Set<Address> now) {
        Optional<Side> side = Side.of(uri.scheme());
        if (side.isPresent()) {
            now.forEach(address -> publish(route, side.get(), uri, address));
        }
        RouteDefinition next = WITHIN.contains(uri.scheme()) ? within.get(uri.bare()) : null;
        if (next != null && enter(next.getRouteId())) {
            Set<Address> after = steps(next.getRouteId(), next.getOutputs(), now);
            entered.remove(next.getRouteId());
            return after;
        }
        return now;
    }

    private void publish(String route, Side side, Uri uri, Address address) {
        String topic = address.topic().orElse(uri.path());
        if (!address.known() || topic.isEmpty()) {
            unknown.add("route '%s' decides with each message which topic on '%s' it publishes to"
                    .formatted(route, uri.scheme()));
        } else {
            hops.add(new Hop(route, from, side, topic, address.retained()));
        }
    }

    private Optional<String> source() {
        return from.map(Inlet::filter);
    }

    private @Nullable Object bean(@Nullable String name) {
        return name == null ? null : context.getRegistry().lookupByName(resolved(name));
    }

    private String resolved(String text) {
        return context.resolvePropertyPlaceholders(text);
    }
}
