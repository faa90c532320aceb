package dev.tedge.gateway.reload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tedge.gateway.check.RouteFault;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.link.Publisher;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what became of changed route files: in the log and on the local broker. What is said before that is reached is kept for it. */
public final class ReloadReports {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadReports.class);

    /** A file with more faults is best mended from the first on. */
    private static final int MOST_FAULTS = 5;

    private final Publisher local;
    private final String errors;
    private final String flows;
    private final Supplier<String> time;

    /** What became of a file, in the words of thin-edge.io's flows. */
    enum Status {
        /** It is new, and in force. */
        ENABLED,
        /** It has been changed, and is in force. */
        UPDATED,
        /** It is not in force any more. */
        REMOVED,
        /** It has been refused. */
        BROKEN;

        /** What a change comes to that has taken effect. */
        static Status of(@Nullable RouteFile before, @Nullable RouteFile after) {
            if (after == null || !after.inForce()) {
                return REMOVED;
            }
            return before == null || !before.inForce() ? ENABLED : UPDATED;
        }
    }

    /**
     * @param local the local broker
     * @param errors the topic of error reports
     * @param flows the topic of what became of a file
     * @param time the time now, as JSON
     */
    public ReloadReports(Publisher local, String errors, String flows, Supplier<String> time) {
        this.local = local;
        this.errors = errors;
        this.flows = flows;
        this.time = time;
    }

    /** The change of a file has been refused. */
    void refused(String file, List<RouteFault> faults) {
        faults.stream().limit(MOST_FAULTS).forEach(fault -> {
            String text = "Route file refused: %s The previous routes stay in force".formatted(ended(fault));
            LOG.warn(text);
            local.tell(errors, text);
        });
        if (faults.size() > MOST_FAULTS) {
            LOG.warn("{} more faults in {}: `tedge routes check` shows them", faults.size() - MOST_FAULTS, file);
        }
        status(file, Status.BROKEN);
    }

    private static String ended(RouteFault fault) {
        String text = fault.toString();
        return text.endsWith(".") || text.endsWith("?") ? text : text + ".";
    }

    /** Something keeps the routes from being followed. */
    void trouble(String text) {
        LOG.warn(text);
        local.tell(errors, text);
    }

    /** The change of a file has taken effect. */
    void taken(String file, Status status) {
        LOG.info("Route file {}: {}", file, word(status));
        status(file, status);
    }

    /** A refused change has been undone: what is in force is what the directory says. */
    void withdrawn(String file) {
        LOG.info("Route file {}: the refused change is gone", file);
    }

    private void status(String file, Status status) {
        String json = JsonNodeFactory.instance
                .objectNode()
                .put("flow", "routes/" + file)
                .put("status", word(status))
                .toString();
        local.tell(flows, "%s,\"time\":%s}".formatted(json.substring(0, json.length() - 1), time.get()));
    }

    private static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
