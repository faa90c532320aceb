package dev.tedge.gateway.routes;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Predicate;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.DefaultExchange;

/** Camel's {@code precondition} of a route, which Camel asks when it starts the route only: without it, there is no such route. */
public final class Precondition {

    private Precondition() {}

    /**
     * Why there is no such route.
     *
     * @param context has the values of placeholders
     * @return the precondition as it is written, when it does not hold
     * @throws IllegalArgumentException when it can't be evaluated
     */
    public static Optional<String> unmet(CamelContext context, RouteDefinition route) {
        return Optional.ofNullable(route.getPrecondition()).filter(text -> !holds(context, text));
    }

    private static boolean holds(CamelContext context, String text) {
        Predicate predicate =
                context.resolveLanguage("simple").createPredicate(context.resolvePropertyPlaceholders(text));
        predicate.initPredicate(context);
        return predicate.matches(new DefaultExchange(context));
    }
}
