package dev.tedge.simulator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.simulator.policy.PolicyAction;
import dev.tedge.simulator.shadow.ShadowOperation;
import dev.tedge.simulator.shadow.ShadowOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code /things/<thing>/shadow}, and {@code /api/things/shadow/ListNamedShadowsForThing/<thing>}.
 *
 * <p>Source: AWS IoT API Reference, "GetThingShadow", "UpdateThingShadow", "DeleteThingShadow" and
 * "ListNamedShadowsForThing".
 */
final class ShadowsHandler implements Handler {

    private static final String LIST = "ListNamedShadowsForThing";

    /** {@code api/things/shadow/ListNamedShadowsForThing/<thing>}. */
    private static final int DEEPEST_LIST = 5;

    private static final int PAGE = 25;
    private static final int LONGEST_PAGE = 100;

    private final Backend backend;

    ShadowsHandler(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Answer handle(Request request) throws HttpError {
        ShadowOperation operation =
                switch (request.method()) {
                    case "GET" -> ShadowOperation.GET;
                    case "POST" -> ShadowOperation.UPDATE;
                    case "DELETE" -> ShadowOperation.DELETE;
                    default -> throw HttpError.methodNotAllowed(request);
                };
        String thing = request.segment(1);
        Optional<String> name = request.parameter("name");
        request.caller()
                .check(action(operation), name.map(of -> thing + "/" + of).orElse(thing));
        ShadowOutcome outcome = backend.onLoop(() -> backend.shadows().request(thing, name, operation, request.body()));
        if (outcome instanceof ShadowOutcome.Accepted accepted) {
            return new Answer(200, Optional.empty(), accepted.answer());
        }
        ShadowOutcome.Rejected rejected = (ShadowOutcome.Rejected) outcome;
        throw new HttpError(rejected.code(), type(rejected.code()), rejected.message());
    }

    private static PolicyAction action(ShadowOperation operation) {
        return switch (operation) {
            case GET -> PolicyAction.GET_THING_SHADOW;
            case UPDATE -> PolicyAction.UPDATE_THING_SHADOW;
            case DELETE -> PolicyAction.DELETE_THING_SHADOW;
        };
    }

    private static String type(int code) {
        return switch (code) {
            case 400 -> "InvalidRequestException";
            case 401 -> "UnauthorizedException";
            case 403 -> "ForbiddenException";
            case 404 -> "ResourceNotFoundException";
            case 409 -> "ConflictException";
            case 413 -> "RequestEntityTooLargeException";
            case 415 -> "UnsupportedDocumentEncodingException";
            case 429 -> "ThrottlingException";
            default -> "InternalFailureException";
        };
    }

    /** The names of the named shadows of a thing, in pages. */
    Answer names(Request request) throws HttpError {
        if (!request.segmentsFrom(1).startsWith("things/shadow/" + LIST + "/")) {
            throw HttpError.notFound("There is nothing at '" + request.path() + "'");
        }
        request.checkDepth(DEEPEST_LIST);
        if (!request.method().equals("GET")) {
            throw HttpError.methodNotAllowed(request);
        }
        String thing = request.segment(4);
        request.caller().check(PolicyAction.LIST_NAMED_SHADOWS_FOR_THING, thing);
        List<String> names = backend.onLoop(() -> backend.shadows().names(thing));
        Page<String> page = Page.of(names, request.number("pageSize", LONGEST_PAGE, PAGE), request);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        page.items().forEach(answer.putArray("results")::add);
        page.nextToken().ifPresent(token -> answer.put("nextToken", token));
        return Answer.json(answer.put("timestamp", Instant.now().getEpochSecond()));
    }
}
