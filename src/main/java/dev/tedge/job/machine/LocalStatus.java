package dev.tedge.job.machine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.job.execution.Command;
import dev.tedge.job.execution.JsonText;
import dev.tedge.job.execution.Outcome;
import dev.tedge.job.execution.Phase;
import dev.tedge.job.execution.StatusDetails;
import dev.tedge.job.execution.Work;
import dev.tedge.message.Payload;
import java.util.Map;

/** What the status of a command means for its execution: thin-edge.io's words, of which all but these are of those in between. */
final class LocalStatus {

    private LocalStatus() {}

    /**
     * @param status of the payload
     * @param payload new on the topic of the command; empty when somebody has removed it
     */
    static Work after(Work work, String status, Payload payload) {
        if (payload.size() == 0) {
            return work.phase() == Phase.OFFERED
                    ? work
                    : work.ended(
                            work.said(), Outcome.of(Outcome.Status.FAILED, "the command was removed on the device"));
        }
        return switch (status) {
            case "init" -> work.phase() == Phase.OFFERED ? work.in(Phase.PUBLISHED) : work;
            case "successful" -> work.ended(payload, new Outcome(Outcome.Status.SUCCEEDED, details(work, payload)));
            case "failed" -> work.ended(payload, new Outcome(Outcome.Status.FAILED, details(work, payload)));
            default -> work.running(payload);
        };
    }

    private static Map<String, String> details(Work work, Payload payload) {
        ObjectNode command =
                work.command().map(Command::payload).flatMap(JsonText::object).orElseGet(JsonText::object);
        return JsonText.object(payload)
                .map(said -> StatusDetails.of(said, command))
                .orElse(Map.of());
    }
}
