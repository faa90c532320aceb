package dev.tedge.health.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.health.http.Page;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck.Kind;
import org.apache.camel.health.HealthCheck.Result;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckHelper;

/**
 * The health of a Camel context in the form that Camel itself prints at {@code /q/health} (ManagementHttpServer of
 * camel-platform-http-main 4.17), with the parameters {@code exposureLevel=full|oneline|default} and {@code data=true}; 503 when it
 * is not up. Two things differ: it is ready only when no check is unknown, whatever the exposure level, and there are no stack
 * traces.
 */
public final class HealthPage implements Page {

    private final CamelContext context;
    private final Kind kind;

    /** @param kind of the checks that are made */
    public HealthPage(CamelContext context, Kind kind) {
        this.context = context;
        this.kind = kind;
    }

    @Override
    public Answer answer(Question question) {
        Collection<Result> results = results();
        boolean up = HealthCheckHelper.isResultsUp(results, kind == Kind.READINESS);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", up ? "UP" : "DOWN");
        if (!question.has("exposureLevel", "oneline")) {
            boolean full = question.has("exposureLevel", "full");
            ArrayNode checks = json.arrayNode();
            results.stream()
                    .filter(result -> full || isTrouble(result))
                    .forEach(result -> checks.add(check(result, full, question.has("data", "true"))));
            if (!checks.isEmpty()) {
                json.set("checks", checks);
            }
        }
        return new Answer(up ? 200 : 503, "application/json", json + "\n");
    }

    private Collection<Result> results() {
        return switch (kind) {
            case LIVENESS -> HealthCheckHelper.invokeLiveness(context, "full");
            case READINESS -> HealthCheckHelper.invokeReadiness(context, "full");
            case ALL -> HealthCheckHelper.invoke(context, "full");
        };
    }

    private boolean isTrouble(Result result) {
        return result.getState() == State.DOWN || (kind == Kind.READINESS && result.getState() != State.UP);
    }

    private static ObjectNode check(Result result, boolean errors, boolean details) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("name", result.getCheck().getId())
                .put("status", result.getState().name());
        result.getError().filter(error -> errors).ifPresent(error -> json.put("error-message", causes(error)));
        result.getMessage().ifPresent(message -> json.put("message", message));
        if (details && result.getDetails() != null && !result.getDetails().isEmpty()) {
            ObjectNode data = json.putObject("data");
            new TreeMap<>(result.getDetails()).forEach((name, value) -> put(data, name, value));
        }
        return json;
    }

    private static void put(ObjectNode data, String name, Object value) {
        if (value instanceof Integer || value instanceof Long || value instanceof Byte) {
            data.put(name, ((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            data.put(name, flag);
        } else {
            data.put(name, Optional.ofNullable(value).map(String::valueOf).orElse(""));
        }
    }

    private static String causes(Throwable error) {
        Stream<String> deeper = Stream.iterate(error.getCause(), cause -> cause != null, Throwable::getCause)
                .map(cause -> cause.getClass().getCanonicalName() + ": " + cause.getMessage());
        return Stream.concat(Stream.of(String.valueOf(error.getMessage())), deeper)
                .collect(Collectors.joining("; Caused by: "));
    }
}
