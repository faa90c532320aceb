package dev.tedge.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import dev.tedge.mqttserver.Payload;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request that has been read.
 *
 * @param segments of the path, decoded; a segment may hold a slash then
 * @param path as it was sent
 * @param headers finds one by its name, in any case
 */
record Request(
        Caller caller,
        String method,
        List<String> segments,
        String path,
        Map<String, String> query,
        Function<String, Optional<String>> headers,
        Payload body) {

    /** Twice what AWS takes, so that who sends too much is told so by the service. */
    private static final int MOST_BYTES = 262_144;

    /** @throws HttpError if it cannot be understood, or is too long */
    static Request read(HttpExchange exchange, Caller caller) throws IOException, HttpError {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw HttpError.tooLarge("The request has more than " + MOST_BYTES + " bytes");
        }
        String path = exchange.getRequestURI().getRawPath();
        String query = exchange.getRequestURI().getRawQuery();
        try {
            return new Request(
                    caller,
                    exchange.getRequestMethod(),
                    Arrays.stream(path.split("/", -1))
                            .skip(1)
                            .map(Request::decoded)
                            .toList(),
                    path,
                    query == null ? Map.of() : parameters(query),
                    name -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)),
                    Payload.copyOf(body));
        } catch (IllegalArgumentException malformed) {
            throw HttpError.invalid("The address '" + path + "' cannot be decoded");
        }
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            parameters.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
        }
        return Map.copyOf(parameters);
    }

    /** In an address a plus sign is one, other than in a form. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** A segment; empty if there are not so many. */
    String segment(int index) {
        return index < segments.size() ? segments.get(index) : "";
    }

    /** All segments from this one on, with the slashes between them: a topic may be sent encoded or not. */
    String segmentsFrom(int index) {
        return String.join("/", segments.subList(Math.min(index, segments.size()), segments.size()));
    }

    /** @throws HttpError 404 if the path has more segments */
    void checkDepth(int most) throws HttpError {
        if (segments.size() > most) {
            throw HttpError.notFound("There is nothing at '" + path + "'");
        }
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    boolean flag(String name) {
        return parameter(name).map(Boolean::parseBoolean).orElse(false);
    }

    /** @throws HttpError if it is no number in this range */
    int number(String name, int most, int otherwise) throws HttpError {
        Optional<String> value = parameter(name);
        try {
            int number = value.map(Integer::parseInt).orElse(otherwise);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException none) {
            throw HttpError.invalid(name + " must be a number, but is '" + value.orElse("") + "'");
        }
        throw HttpError.invalid(name + " must be 0 to " + most + ", but is " + value.orElse(""));
    }
}
