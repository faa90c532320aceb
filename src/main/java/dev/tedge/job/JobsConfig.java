package dev.tedge.job;

import dev.tedge.job.machine.JobsOf;
import dev.tedge.link.session.SessionConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What jobs need to know.
 *
 * @param of whose they are
 * @param state the directory of their file; made when needed
 * @param lookUp how to connect to the local broker for a moment, beside the link
 * @param reports takes a sentence for people
 */
public record JobsConfig(JobsOf of, Path state, Access lookUp, Consumer<String> reports) {

    public JobsConfig {
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(lookUp, "lookUp");
        Objects.requireNonNull(reports, "reports");
    }

    /** Reads what it needs when asked. */
    @FunctionalInterface
    public interface Access {
        SessionConfig session() throws IOException;
    }
}
