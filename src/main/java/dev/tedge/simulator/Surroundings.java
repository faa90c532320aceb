package dev.tedge.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.simulator.http.HttpPort;
import dev.tedge.simulator.http.Watchers;
import dev.tedge.simulator.service.CloudCalls;
import dev.tedge.simulator.state.RunningSimulator;
import dev.tedge.simulator.state.StateDirectory;
import dev.tedge.simulator.state.StateKeeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a simulator has besides its MQTT port, if it is asked for: the HTTP port and the state on disk. */
final class Surroundings implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);

    /** So that a burst of changes is written once. */
    private static final Duration CALM = Duration.ofMillis(500);

    private static final int TOKEN_BYTES = 32;

    private final CloudCalls calls;
    private final CloudServices services;
    private final AtomicBoolean saving = new AtomicBoolean();

    /** The version of the state that was kept last. Belongs to the event loop. */
    private long kept;

    // Set while the simulator starts, read on any thread.
    private volatile Optional<HttpPort> http = Optional.empty();
    private volatile Optional<StateKeeper> keeper = Optional.empty();

    Surroundings(CloudCalls calls, CloudServices services) {
        this.calls = calls;
        this.services = services;
    }

    /**
     * Restores the services and opens the port. Closes itself when that fails.
     *
     * @throws IOException if the state or the port is no good; the message says what to do
     */
    void open(AwsIotSimulatorBuilder builder, SimulatorBackend backend, Watchers watchers) throws IOException {
        try {
            Optional<StateDirectory> directory = Optional.empty();
            if (builder.state.isPresent()) {
                directory = Optional.of(StateDirectory.open(builder.state.get()));
                restore(directory.get());
            }
            if (builder.httpPort.isPresent()) {
                String token = newToken();
                HttpPort port = httpPort(builder, backend, watchers, token);
                http = Optional.of(port);
                if (directory.isPresent()) {
                    directory
                            .get()
                            .announce(new RunningSimulator(
                                    backend.mqttPort(),
                                    port.port(),
                                    token,
                                    backend.certificate(),
                                    ProcessHandle.current().pid()));
                }
            }
        } catch (IOException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private static HttpPort httpPort(
            AwsIotSimulatorBuilder builder, SimulatorBackend backend, Watchers watchers, String token)
            throws IOException {
        int wanted = builder.httpPort.orElseThrow();
        try {
            return HttpPort.start(wanted, backend.tls(), backend, watchers, token);
        } catch (IOException failed) {
            if (builder.isHttpPortFixed || !(failed.getCause() instanceof BindException)) {
                throw failed;
            }
            return HttpPort.start(0, backend.tls(), backend, watchers, token);
        }
    }

    private void restore(StateDirectory directory) throws IOException {
        try {
            ObjectNode state = directory.readState();
            calls.run(() -> services.restore(state));
            // Not before: what could not be restored is not to be written over.
            keeper = Optional.of(new StateKeeper(directory, state));
        } catch (IllegalArgumentException unusable) {
            throw directory.broken(String.valueOf(unusable.getMessage()), unusable);
        } finally {
            if (keeper.isEmpty()) {
                directory.close();
            }
        }
        services.onChange(this::changed);
    }

    private void changed() {
        if (keeper.isPresent() && saving.compareAndSet(false, true)) {
            Future<?> unused = services.saveAfter(CALM, () -> {
                saving.set(false);
                keep();
            });
        }
    }

    /** Most messages change nothing that is kept. On the event loop. */
    private void keep() {
        long version = services.version();
        if (version != kept) {
            kept = version;
            keeper.ifPresent(writing -> writing.keep(services.state()));
        }
    }

    private static String newToken() {
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** Empty if there is none. */
    Optional<Integer> httpPort() {
        return http.map(HttpPort::port);
    }

    /** To be called before the MQTT server ends. */
    @Override
    public void close() {
        http.ifPresent(HttpPort::close);
        http = Optional.empty();
        keeper.ifPresent(this::finish);
        keeper = Optional.empty();
    }

    private void finish(StateKeeper kept) {
        try (kept) {
            kept.keep(calls.get(services::state));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (IllegalStateException late) {
            LOG.error("The last changes are not kept: {}", late.getMessage());
        }
    }
}
