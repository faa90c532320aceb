package dev.tedge.gateway;

import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The number of the gateway's process where thin-edge.io's tools look for it: {@code <run.path>/lock/tedge-mapper-aws[@<profile>].lock}.
 * There it is the lock itself; here {@link GatewayLock} is, so this file keeps nobody from running: several configuration
 * directories on one machine may each have a gateway.
 *
 * @param file where it is
 */
record RunFile(Path file) {

    private static final Logger LOG = LoggerFactory.getLogger(RunFile.class);

    private static final String OWN = Long.toString(ProcessHandle.current().pid());

    /** The one of a configuration, unless {@code run.lock_files} is off. */
    static Optional<RunFile> of(TedgeConfig config) {
        return config.value(Settings.RUN_LOCK_FILES)
                ? Optional.of(new RunFile(config.value(Settings.RUN_PATH)
                        .resolve("lock")
                        .resolve(config.instance("tedge-mapper-aws") + ".lock")))
                : Optional.empty();
    }

    /** Writes it, unless a gateway of another configuration runs that has it. */
    void write() {
        try {
            if (!isOfAnother()) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, OWN);
            }
        } catch (IOException e) {
            LOG.debug("'{}' can't be written", file, e);
        }
    }

    /** Removes it, if it is this process's. */
    void remove() {
        try {
            if (Files.exists(file) && Files.readString(file).equals(OWN)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.debug("'{}' can't be removed", file, e);
        }
    }

    private boolean isOfAnother() throws IOException {
        if (Files.notExists(file)) {
            return false;
        }
        String owner = Files.readString(file).strip();
        return owner.matches("\\d{1,18}")
                && !owner.equals(OWN)
                && ProcessHandle.of(Long.parseLong(owner)).isPresent();
    }
}
