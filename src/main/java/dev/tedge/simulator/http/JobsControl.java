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
        JsonNode json = json(request);
        String document = text(json.path("document"), "'document'");
        List<String> things = new ArrayList<>();
        for (JsonNode thing : json.path("things")) {
            things.add(text(thing, "Each of 'things'"));
        }
        Optional<Duration> timeout = timeout(json.path("timeoutInMinutes"));
        return done(() -> backend.jobs().create(id, things, document, timeout));
    }

    private static JsonNode json(Request request) throws HttpError {
        try {
            return JSON.readTree(request.body().text());
        } catch (JsonProcessingException none) {
            throw HttpError.invalid("A job is created of a JSON object");
        }
    }

    private static String text(JsonNode value, String name) throws HttpError {
        if (!value.isTextual()) {
            throw HttpError.invalid(name + " of a job must be a text");
        }
        return value.textValue();
    }

    private static Optional<Duration> timeout(JsonNode minutes) throws HttpError {
        if (minutes.isMissingNode() || minutes.isNull()) {
            return Optional.empty();
        }
        if (!minutes.isIntegralNumber() || !minutes.canConvertToInt()) {
            throw HttpError.invalid("'timeoutInMinutes' of a job must be a whole number of minutes");
        }
        return Optional.of(Duration.ofMinutes(minutes.intValue()));
    }

    private Answer done(Runnable work) {
        Supplier<Answer> answered = () -> {
            work.run();
            return Answer.ok();
        };
        return backend.onLoop(answered);
    }
}
