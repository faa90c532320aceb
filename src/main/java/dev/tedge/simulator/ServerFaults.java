package dev.tedge.simulator;

import dev.tedge.mqttserver.MqttServer;
import dev.tedge.simulator.fault.FaultService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;

/** Misbehaviour of the MQTT port as a whole. Thread-safe. */
final class ServerFaults implements FaultService.Machine {

    private final SSLContext good;
    private final Optional<SSLContext> expired;

    /** Completed before anything is ordered. */
    private final CompletableFuture<MqttServer> server = new CompletableFuture<>();

    /** Takes the expired certificate back; the last order counts. */
    private Future<?> renewal = CompletableFuture.completedFuture(null);

    ServerFaults(SSLContext good, Optional<SSLContext> expired) {
        this.good = good;
        this.expired = expired;
    }

    SSLContext goodTls() {
        return good;
    }

    void begin(MqttServer started) {
        server.complete(started);
    }

    @Override
    public void restart(Duration closed) {
        server.join().restart(closed);
    }

    @Override
    public synchronized void expireCertificate(Optional<Duration> time) {
        SSLContext bad = expired.orElseThrow(() -> new IllegalArgumentException(
                "The simulator has no expired certificate: give one with expiredServerIdentity"));
        renewal.cancel(false);
        server.join().useTls(bad);
        time.ifPresent(given -> renewal = server.join().schedule(given, this::renewCertificate));
    }

    @Override
    public synchronized void renewCertificate() {
        renewal.cancel(false);
        server.join().useTls(good);
    }
}
