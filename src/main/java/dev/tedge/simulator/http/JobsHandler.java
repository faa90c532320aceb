package dev.tedge.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.Payload;
import dev.tedge.simulator.jobs.JobRejection;
import dev.tedge.simulator.policy.PolicyAction;

/**
 * {@code /things/<thing>/jobs}: the jobs of a device.
 *
 * <p>Source: AWS IoT Developer Guide, "Jobs device HTTP API"; the model of {@code iotjobsdataplane} in the AWS SDKs.
 */
final class JobsHandler implements Handler {

    private static final String NEXT = "$next";

    private final Backend backend;

    JobsHandler(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Answer handle(Request request) throws HttpError {
        String job = request.segment(3);
        if (job.isEmpty()) {
            return ask(request, "GET", PolicyAction.GET_PENDING_JOB_EXECUTIONS, "get");
        }
        if (job.equals(NEXT) && request.method().equals("PUT")) {
            return ask(request, "PUT", PolicyAction.START_NEXT_PENDING_JOB_EXECUTION, "start-next");
        }
        return request.method().equals("GET")
                ? ask(request, "GET", PolicyAction.DESCRIBE_JOB_EXECUTION, job + "/get")
                : ask(request, "POST", PolicyAction.UPDATE_JOB_EXECUTION, job + "/update");
    }

    private Answer ask(Request request, String method, PolicyAction action, String operation) throws HttpError {
        if (!request.method().equals(method)) {
            throw HttpError.methodNotAllowed(request);
        }
        String thing = request.segment(1);
        request.caller().check(action, thing);
        Payload payload = method.equals("GET") ? parameters(request) : request.body();
        Object outcome = backend.onLoop(() -> {
            try {
                return backend.jobs().ask(thing, operation, payload.asByteBuffer());
            } catch (JobRejection rejection) {
                return rejection;
            }
        });
        if (outcome instanceof JobRejection rejection) {
            throw new HttpError(
                    rejection.error().httpStatus(), type(rejection), String.valueOf(rejection.getMessage()));
        }
        return Answer.json(withDocumentAsText((ObjectNode) outcome));
    }

    /** What MQTT has in the payload. */
    private static Payload parameters(Request request) throws HttpError {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (request.parameter("includeJobDocument").isPresent()) {
            json.put("includeJobDocument", request.flag("includeJobDocument"));
        }
        if (request.parameter("executionNumber").isPresent()) {
            json.put("executionNumber", request.number("executionNumber", Integer.MAX_VALUE, 0));
        }
        return Payload.of(json.toString());
    }

    /** Over HTTP the document is a string. */
    private static ObjectNode withDocumentAsText(ObjectNode answer) {
        if (answer.get("execution") instanceof ObjectNode execution) {
            JsonNode document = execution.path("jobDocument");
            if (document.isObject()) {
                execution.put("jobDocument", document.toString());
            }
        }
        return answer;
    }

    private static String type(JobRejection rejection) {
        return switch (rejection.error()) {
            case INVALID_TOPIC, INVALID_JSON, INVALID_REQUEST -> "InvalidRequestException";
            case INVALID_STATE_TRANSITION -> "InvalidStateTransitionException";
            case RESOURCE_NOT_FOUND -> "ResourceNotFoundException";
            case VERSION_MISMATCH -> "ConflictException";
            case TERMINAL_STATE_REACHED -> "TerminalStateException";
        };
    }
}
