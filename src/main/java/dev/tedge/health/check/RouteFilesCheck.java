package dev.tedge.health.check;

import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Whether the user's route files are in force: down when one was refused. What was in force before goes on, so the gateway is ready. */
public final class RouteFilesCheck extends GatewayCheck {

    private final Supplier<List<String>> refused;

    /** @param refused names of files, each once */
    public RouteFilesCheck(Supplier<List<String>> refused) {
        super("route-files", Purpose.ATTENTION);
        this.refused = refused;
    }

    @Override
    void look(HealthCheckResultBuilder result) {
        List<String> files = refused.get();
        result.state(files.isEmpty() ? State.UP : State.DOWN);
        result.detail("routes.refused", files.size());
        if (!files.isEmpty()) {
            result.message("Refused: %s; `tedge status` says why".formatted(String.join(", ", files)));
        }
    }
}
