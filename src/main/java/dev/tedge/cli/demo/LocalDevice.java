package dev.tedge.cli.demo;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.Session;
import dev.tedge.link.session.SessionConfig;
import dev.tedge.link.session.Subscription;
import dev.tedge.link.wire.WireSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client of the local broker, as a sensor would be: publishes, and sees all that others publish and receive. */
final class LocalDevice implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Session session;

    private LocalDevice(Session session) {
        this.session = session;
    }

    /**
     * Connects to 127.0.0.1 and subscribes to everything that has to do with the gateway.
     *
     * @throws IOException when the broker does not accept that in time
     */
    static LocalDevice connect(int port, Sightings sightings) throws IOException, InterruptedException {
        // What it publishes does not come back: those messages are seen where they are sent.
        SessionConfig config = SessionConfig.to("127.0.0.1", port, "demo")
                .noLocal(true)
                .sessionExpiry(Duration.ZERO)
                .build();
        CompletableFuture<Void> subscribed = new CompletableFuture<>();
        Session session = WireSession.open(config, new Observer(sightings, subscribed));
        try {
            subscribed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new LocalDevice(session);
        } catch (ExecutionException | TimeoutException failed) {
            session.abort();
            throw new IOException("The demo's own client can't use the local broker on 127.0.0.1:" + port, failed);
        }
    }

    /**
     * Publishes with QoS 1.
     *
     * @throws IOException when there is no connection any more
     */
    void publish(String topic, String payload, boolean retain) throws IOException {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        try {
            session.publish(new OutboundMessage(topic, bytes, 1, retain), code -> {});
        } catch (Session.RefusedBySession | Session.SessionClosed failed) {
            throw new IOException("The demo can't publish to '" + topic + "' on the local broker", failed);
        }
    }

    @Override
    public void close() {
        session.disconnect(false);
    }

    private record Observer(Sightings sightings, CompletableFuture<Void> subscribed) implements Session.Listener {

        private static final int REFUSAL = 0x80;

        @Override
        public void opened(Session session, Session.Grant grant) {
            session.subscribe(List.of(new Subscription("te/#", 1), new Subscription("aws/#", 1)), codes -> {
                if (codes.stream().allMatch(code -> code < REFUSAL)) {
                    subscribed.complete(null);
                } else {
                    subscribed.completeExceptionally(new IOException("Refused to subscribe: " + codes));
                }
            });
        }

        @Override
        public void arrived(Session session, InboundMessage message) {
            session.acknowledge(message);
            sightings.add(
                    Sighting.now(Place.DEVICE, MessageLine.of(message.topic(), ByteBuffer.wrap(message.payload()))));
        }

        @Override
        public void ended(LinkFailure failure) {
            subscribed.completeExceptionally(new IOException(failure.text()));
        }
    }
}
