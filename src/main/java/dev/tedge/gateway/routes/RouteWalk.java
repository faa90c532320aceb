package dev.tedge.gateway.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.apache.camel.model.errorhandler.RefErrorHandlerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a route step by step, as a message would, and notes where it can be published. What a message may or may not
 * pass, such as the branches of a choice, is all taken into account, and so is what is done when it fails.
 */
final class RouteWalk {

    private static final Set<String> WITHIN = Set.of("direct", "seda");

    private final CamelContext context;
    private final Map<String, RouteDefinition> within;
    private final Optional<Inlet> from;
    private final AddressSteps addresses;
    private final boolean aside;
    /** The routes whose failures are being looked at: these may fail in turn. */
    private final Set<String> failing;

    private final Sightings seen = new Sightings();
    private final Set<String> entered = new HashSet<>();
    /** What messages have had as address in this block or route: with any of these they can fail. */
    private Set<Address> passed = new LinkedHashSet<>();

    /**
     * @param context has the beans and the values of placeholders
     * @param routes that can be reached by {@code direct:} and {@code seda:}
     * @param from what messages come in through; empty when they come from elsewhere
     */
    RouteWalk(CamelContext context, List<RouteDefinition> routes, Optional<Inlet> from) {
        this.context = context;
        this.from = from;
        this.addresses = new AddressSteps(context);
        this.aside = false;
        this.failing = new HashSet<>();
        this.within = new HashMap<>();
        routes.forEach(route ->
                within.put(Uri.of(context, route.getInput().getEndpointUri()).bare(), route));
    }

    /** What is done about a message of another walk. */
    private RouteWalk(RouteWalk other) {
        this.context = other.context;
        this.from = other.from;
        this.addresses = other.addresses;
        this.aside = true;
        this.failing = other.failing;
        this.within = other.within;
    }

    /** What is seen of messages that take this route. */
    Sightings through(RouteDefinition route) {
        enter(route.getRouteId());
        Set<Address> unused = route(route, Set.of(Address.from(source())));
        return seen;
    }

    private boolean enter(String route) {
        seen.visited().add(route);
        return entered.add(route);
    }

    private Set<Address> route(RouteDefinition route, Set<Address> before) {
        Set<Address> outer = passed;
        passed = new LinkedHashSet<>();
        Set<Address> after = steps(route.getRouteId(), route.getOutputs(), before);
        if (failing.add(route.getRouteId())) {
            aside(route);
            failing.remove(route.getRouteId());
        }
        outer.addAll(passed);
        passed = outer;
        return after;
    }

    private Set<Address> steps(String route, List<ProcessorDefinition<?>> steps, Set<Address> before) {
        Set<Address> now = before;
        passed.addAll(now);
        for (ProcessorDefinition<?> step : steps) {
            now = step(route, step, now);
            passed.addAll(now);
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
        return step instanceof ExpressionNode node && StepKinds.sendsByExpression(node)
                ? sendDynamic(route, TextForm.of(node.getExpression(), source()).map(this::resolved), now)
                : addresses.after(step, now).orElseGet(() -> block(route, step, now));
    }

    /** Steps that have steps. A message may pass them by, unless the block says otherwise. */
    private Set<Address> block(String route, ProcessorDefinition<?> block, Set<Address> now) {
        if (StepKinds.isAside(block)) {
            return now;
        }
        if (StepKinds.isSequence(block)) {
            return steps(route, block.getOutputs(), now);
        }
        if (block instanceof ChoiceDefinition choice) {
            return choice(route, choice, now);
        }
        if (block instanceof TryDefinition tried) {
            return attempt(route, tried, now);
        }
        if (block instanceof CircuitBreakerDefinition breaker) {
            List<List<ProcessorDefinition<?>>> fallback = breaker.getOnFallback() == null
                    ? List.of()
                    : List.of(breaker.getOnFallback().getOutputs());
            return either(route, breaker.getOutputs(), fallback, now);
        }
        if (!StepKinds.isPlain(block)) {
            seen.unknown()
                    .add("route '%s' has a step '%s', and what that does to the topic can't be told"
                            .formatted(route, block.getShortName()));
        }
        Set<Address> after = new LinkedHashSet<>(now);
        if (StepKinds.isParallel(block)) {
            block.getOutputs().forEach(each -> after.addAll(steps(route, List.of(each), now)));
        } else {
            after.addAll(steps(route, block.getOutputs(), now));
        }
        return after;
    }

    private Set<Address> choice(String route, ChoiceDefinition choice, Set<Address> now) {
        Set<Address> after = new LinkedHashSet<>();
        choice.getWhenClauses().forEach(when -> after.addAll(steps(route, when.getOutputs(), now)));
        after.addAll(
                choice.getOtherwise() == null
                        ? now
                        : steps(route, choice.getOtherwise().getOutputs(), now));
        return after;
    }

    private Set<Address> attempt(String route, TryDefinition tried, Set<Address> now) {
        List<List<ProcessorDefinition<?>>> catches = new ArrayList<>();
        tried.getCatchClauses().forEach(clause -> catches.add(clause.getOutputs()));
        if (tried.getFinallyClause() != null) {
            catches.add(tried.getFinallyClause().getOutputs());
        }
        Set<Address> after = either(route, tried.getOutputsWithoutCatches(), catches, now);
        return tried.getFinallyClause() == null
                ? after
                : steps(route, tried.getFinallyClause().getOutputs(), after);
    }

    /** Some steps, and others that follow when one of these fails, whichever that is. */
    private Set<Address> either(
            String route,
            List<ProcessorDefinition<?>> steps,
            List<List<ProcessorDefinition<?>>> failures,
            Set<Address> now) {
        Set<Address> outer = passed;
        passed = new LinkedHashSet<>();
        Set<Address> after = new LinkedHashSet<>(steps(route, steps, now));
        Set<Address> failed = Set.copyOf(passed);
        failures.forEach(each -> after.addAll(steps(route, each, failed)));
        outer.addAll(passed);
        passed = outer;
        return after;
    }

    /** What is done about a message is not where it goes, and happens with headers from anywhere in the route. */
    private void aside(RouteDefinition route) {
        Set<Address> before = Set.copyOf(passed);
        RouteWalk walk = new RouteWalk(this);
        String id = route.getRouteId();
        walk.enter(id);
        for (ProcessorDefinition<?> step : route.getOutputs()) {
            if (StepKinds.isAside(step)) {
                Set<Address> unused = walk.steps(id, step.getOutputs(), before);
            }
        }
        if (handler(route) instanceof DeadLetterChannelDefinition channel) {
            Set<Address> unused = walk.send(id, Uri.of(context, channel.getDeadLetterUri()), before);
        }
        seen.aside(walk.seen);
    }

    /** The error handler of a route; null when it is Camel's default. */
    private @Nullable Object handler(RouteDefinition route) {
        ErrorHandlerFactory handler = route.getErrorHandler() == null
                ? route.getErrorHandlerFactory()
                : route.getErrorHandler().getErrorHandlerType();
        return handler instanceof RefErrorHandlerDefinition named ? addresses.bean(named.getRef()) : handler;
    }

    private Set<Address> sendDynamic(String route, Optional<String> uri, Set<Address> now) {
        if (uri.isEmpty()) {
            seen.unknown().add("route '%s' decides with each message where to send it".formatted(route));
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
        // A local report of a failure is no rule of the bridge.
        if (side.isPresent() && !(aside && side.get() == Side.LOCAL)) {
            now.forEach(address -> seen.published(route, from, uri, side.get(), address));
        }
        RouteDefinition next = WITHIN.contains(uri.scheme()) ? within.get(uri.bare()) : null;
        if (next != null && enter(next.getRouteId())) {
            Set<Address> after = route(next, now);
            entered.remove(next.getRouteId());
            return after;
        }
        return now;
    }

    private Optional<String> source() {
        return from.map(Inlet::filter);
    }

    private String resolved(String text) {
        return context.resolvePropertyPlaceholders(text);
    }
}
