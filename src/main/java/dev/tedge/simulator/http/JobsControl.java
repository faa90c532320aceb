package dev.tedge.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code /simulator/jobs}: jobs, as their owner sees them. GET lists them, or describes {@code /<id>}; PUT {@code
 * /<id>} creates one of {@code {"document": …, "things": […], "timeoutInMinutes": …}}; POST {@code /<id>/cancel} and
 * DELETE take {@code force=true}.
 */
final class JobsControl implements Handler {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Backend backend;

    JobsControl(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Answer handle(Request request) throws HttpError {
        String id = request.segment(2);
        boolean force = request.flag("force");
        try {
            return switch (request.method() + (id.isEmpty() ? "" : " id") + " " + request.segmentsFrom(3)) {
                case "GET " -> Answer.json(backend.onLoop(() -> backend.jobs().list()));
                case "GET id " ->
                    Answer.json(backend.onLoop(() -> backend.jobs().describe(id)));
                case "PUT id " -> create(id, request);
                case "POST id cancel" -> done(() -> backend.jobs().cancel(id, force));
                case "DELETE id " -> done(() -> backend.jobs().delete(id, force));
                default -> throw HttpError.methodNotAllowed(request);
            };
        } catch (IllegalArgumentException refused) {
            throw HttpError.invalid(String.valueOf(refused.getMessage()));
        }
    }

    private Answer create(String id, Request request) throws HttpError {
        JsonNode json;
        try {
            json = JSON.readTree(request.body().text());
        } catch (JsonProcessingException none) {
            throw HttpError.invalid("A job is created of a JSON object");
        }
        List<String> things = new ArrayList<>();
        json.path("things").forEach(thing -> things.add(thing.asText()));
        Optional<Duration> timeout = Optional.of(json.path("timeoutInMinutes"))
                .filter(JsonNode::isIntegralNumber)
                .map(minutes -> Duration.ofMinutes(minutes.longValue()));
        return done(
                () -> backend.jobs().create(id, things, json.path("document").asText(), timeout));
    }

    private Answer done(Runnable work) {
        Supplier<Answer> answered = () -> {
            work.run();
            return Answer.ok();
        };
        return backend.onLoop(answered);
    }
}
