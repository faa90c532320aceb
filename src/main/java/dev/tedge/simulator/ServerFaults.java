package dev.tedge.simulator;

import dev.tedge.mqttserver.MqttServer;
import dev.tedge.simulator.fault.Fault;
import dev.tedge.simulator.fault.FaultService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** Misbehaviour of the MQTT port as a whole. Thread-safe; of each kind the last order counts. */
final class ServerFaults implements FaultService.Machine {

    private final SSLContext good;
    private final Optional<SSLContext> expired;
    private final Consumer<SimulatorEvent> events;

    /** Completed before anything is ordered. */
    private final CompletableFuture<MqttServer> server = new CompletableFuture<>();

    // Guarded by this.
    private final Term restart = new Term();
    private final Term expiry = new Term();

    /** @param events told on the event loop */
    ServerFaults(SSLContext good, Optional<SSLContext> expired, Consumer<SimulatorEvent> events) {
        this.good = good;
        this.expired = expired;
        this.events = events;
    }

    /** The fault of one kind that is in force, if there is one. */
    private final class Term {

        private Optional<Fault> fault = Optional.empty();
        private Future<?> timer = CompletableFuture.completedFuture(null);
        private int number;

        /** In the place of an earlier one. */
        void begin(Fault ordered, Optional<Duration> time, Runnable afterwards) {
            end();
            fault = Optional.of(ordered);
            int own = number;
            time.ifPresent(given -> timer = server.join().schedule(given, () -> timeIsOver(own, afterwards)));
            Future<?> unused = server.join()
                    .schedule(
                            Duration.ZERO,
                            () -> events.accept(
                                    new SimulatorEvent.Misbehaved(CloudServices.CLOUD, ordered.toString())));
        }

        /** A timer that has waited for its turn cannot be cancelled any more, but knows its number. */
        private void timeIsOver(int own, Runnable afterwards) {
            synchronized (ServerFaults.this) {
                if (own == number) {
                    end();
                    afterwards.run();
                }
            }
        }

        void end() {
            number++;
            timer.cancel(false);
            fault = Optional.empty();
        }
    }

    SSLContext goodTls() {
        return good;
    }

    void begin(MqttServer started) {
        server.complete(started);
    }

    @Override
    public synchronized void restart(Fault.Restart fault) {
        // The server opens its port itself.
        restart.begin(fault, Optional.of(fault.closed()), () -> {});
        server.join().restart(fault.closed());
    }

    @Override
    public synchronized void expireCertificate(Fault.ExpireCertificate fault) {
        SSLContext bad = expired.orElseThrow(() -> new IllegalArgumentException(
                "The simulator has no expired certificate: give one with expiredServerIdentity"));
        expiry.begin(fault, fault.time(), () -> server.join().useTls(good));
        server.join().useTls(bad);
    }

    @Override
    public synchronized void behave() {
        restart.end();
        expiry.end();
        server.join().openNow();
        server.join().useTls(good);
    }

    @Override
    public synchronized List<Fault> inForce() {
        return Stream.of(restart, expiry).flatMap(term -> term.fault.stream()).toList();
    }
}
