package dev.tedge.gateway.feature;

import dev.tedge.config.TedgeConfig;
import dev.tedge.link.Link;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What features find around them.
 *
 * @param config of the gateway
 * @param local the connection to the local broker
 * @param aws the connection to AWS, without the outbox: what is given to it while it is down waits in memory
 * @param reports takes a sentence for {@code te/errors} and the log
 */
public record FeatureSurroundings(TedgeConfig config, Link local, Link aws, Consumer<String> reports) {

    public FeatureSurroundings {
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(local, "local");
        Objects.requireNonNull(aws, "aws");
        Objects.requireNonNull(reports, "reports");
    }

    /** Where features keep what has to outlive the process, each in files of its own; need not exist yet. */
    public Path state() {
        return config.state();
    }
}
