package dev.tedge.simulator.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.simulator.fault.Fault;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.policy.PolicyException;

/**
 * Below {@code /simulator/}, for who knows the control token: {@code status}; {@code faults}, of which POST takes a
 * text; {@code policy}, which PUT replaces; {@code jobs}, see {@link JobsControl}.
 */
final class ControlHandler implements Handler {

    private final Backend backend;
    private final JobsControl jobs;

    ControlHandler(Backend backend) {
        this.backend = backend;
        this.jobs = new JobsControl(backend);
    }

    @Override
    public Answer handle(Request request) throws HttpError {
        check(request);
        if (request.segment(1).equals("jobs")) {
            return jobs.handle(request);
        }
        return switch (request.method() + " " + request.segmentsFrom(1)) {
            case "GET status" -> Answer.json(backend.status().set("faults", faults()));
            case "GET faults" -> Answer.json(faults());
            case "POST faults" -> begin(request);
            case "DELETE faults" -> {
                backend.faults().clear();
                yield Answer.ok();
            }
            case "PUT policy" -> attach(request);
            default -> throw HttpError.methodNotAllowed(request);
        };
    }

    /** @throws HttpError 403 without the control token */
    static void check(Request request) throws HttpError {
        if (!(request.caller() instanceof Caller.Control)) {
            throw HttpError.forbidden("This is for who knows the control token of the simulator");
        }
    }

    private Answer begin(Request request) throws HttpError {
        try {
            Fault fault = Fault.parse(request.body().text());
            backend.faults().begin(fault);
            return Answer.json(JsonNodeFactory.instance.objectNode().put("fault", fault.toString()));
        } catch (IllegalArgumentException impossible) {
            throw HttpError.invalid(String.valueOf(impossible.getMessage()));
        }
    }

    private Answer attach(Request request) throws HttpError {
        try {
            backend.attach(PolicyDocument.parse(request.body().text()));
            return Answer.ok();
        } catch (PolicyException unusable) {
            throw HttpError.invalid(String.valueOf(unusable.getMessage()));
        }
    }

    private ArrayNode faults() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        backend.faults().entries().forEach(entry -> {
            ObjectNode line = list.addObject();
            line.put("fault", entry.fault().toString()).put("used", entry.used());
        });
        return list;
    }
}
