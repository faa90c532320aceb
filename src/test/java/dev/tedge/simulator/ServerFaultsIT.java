package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.mqttserver.MqttServer;
import dev.tedge.mqttserver.MqttServerConfig;
import dev.tedge.mqttserver.MqttServerHooks;
import dev.tedge.simulator.fault.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** Orders that meet the timers of earlier ones. */
class ServerFaultsIT {

    @Test
    void lastOrderCounts_alsoForATimerThatWaitsForItsTurn() throws Exception {
        SSLContext tls = SSLContext.getDefault();
        ServerFaults faults = new ServerFaults(tls, Optional.of(tls), event -> {});
        Fault.ExpireCertificate last = Fault.expireCertificate();
        try (MqttServer server = MqttServer.start(MqttServerConfig.defaults(), MqttServerHooks.ALLOW_ALL)) {
            CompletableFuture<Thread> loop = new CompletableFuture<>();
            server.schedule(Duration.ZERO, () -> loop.complete(Thread.currentThread()))
                    .get(10, TimeUnit.SECONDS);
            faults.begin(server);

            synchronized (faults) {
                faults.expireCertificate(new Fault.ExpireCertificate(Optional.of(Duration.ofMillis(1))));
                await().until(() -> loop.join().getState() == Thread.State.BLOCKED);
                faults.expireCertificate(last);
            }

            server.schedule(Duration.ZERO, () -> {}).get(10, TimeUnit.SECONDS);
            assertThat(faults.inForce()).containsExactly(last);
        }
    }
}
