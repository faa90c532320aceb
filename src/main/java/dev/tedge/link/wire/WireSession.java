package dev.tedge.link.wire;

import dev.tedge.link.paho.PahoPackets;
import dev.tedge.link.paho.PahoPackets.ConnAck;
import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.ReasonCodes;
import dev.tedge.link.session.Session;
import dev.tedge.link.session.SessionConfig;
import dev.tedge.link.session.Subscription;
import dev.tedge.link.socket.BrokerSocket;
import dev.tedge.link.socket.FailureExplainer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Session} over one connection, with two threads: one connects, reads and tells the listeners, the other writes. Nothing is
 * sent twice: what is unanswered when the connection ends is the business of whoever sent it.
 */
public final class WireSession implements Session {

    private static final Logger LOG = LoggerFactory.getLogger(WireSession.class);

    private static final int LARGEST_RECEIVE_MAXIMUM = 65_535;

    /** The largest that MQTT can say (MQTT 5, section 2.1.4), with its fixed header. */
    private static final long LARGEST_PACKET = 268_435_455L + 5;

    private static final int DISCONNECT_WITH_WILL = 0x04;
    private static final int MALFORMED_PACKET = 0x81;
    private static final int UNSUPPORTED_VERSION = 0x84;

    /** What a broker that knows no MQTT 5 answers is two bytes (MQTT 3.1.1, section 3.2). */
    private static final int OLD_CONNACK_LENGTH = 2;

    private static final Duration GOODBYE = Duration.ofSeconds(1);

    /** How long a write that has failed waits for the reader to learn why. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private static final Duration SHORTEST_LOOK = Duration.ofMillis(100);

    private final SessionConfig config;
    private final Listener listener;
    private final FailureExplainer explainer;
    private final BrokerSocket socket;
    private final Unanswered unanswered = new Unanswered();
    private final AtomicBoolean over = new AtomicBoolean();
    private final CountDownLatch readingEnded = new CountDownLatch(1);

    /** There once the broker has accepted us. */
    private volatile @Nullable Connection connection;

    private volatile @Nullable Exception writeFailure;

    private record Connection(SessionWriter writer, TopicAliases aliases, ConnAck granted, Duration keepAlive) {}

    private WireSession(SessionConfig config, Listener listener) {
        this.config = config;
        this.listener = listener;
        this.explainer = new FailureExplainer(config.host(), config.port());
        this.socket = new BrokerSocket(config);
    }

    /**
     * Starts to connect and returns at once.
     *
     * @return what ends the attempt, whatever has become of it
     * @throws IllegalArgumentException when MQTT can't say what the configuration asks for
     */
    public static Session open(SessionConfig config, Listener listener) {
        WireSession session = new WireSession(config, listener);
        byte[] connect = PahoPackets.connect(config);
        Thread reading = new Thread(() -> session.run(connect), "mqtt-read " + config.clientId());
        reading.setDaemon(true);
        reading.start();
        return session;
    }

    private void run(byte[] connect) {
        try {
            end(converse(connect));
        } catch (RuntimeException | Error unexpected) {
            // Such as a thread that could not be had: the next attempt may get one.
            LOG.error("The connection to {}:{} ends by a fault of ours", config.host(), config.port(), unexpected);
            end(explainer.lost(unexpected));
        } finally {
            readingEnded.countDown();
            Connection current = connection;
            if (current != null) {
                current.writer().close();
            }
            socket.close();
        }
    }

    private void end(LinkFailure failure) {
        if (over.compareAndSet(false, true)) {
            listener.ended(failure);
        }
    }

    /** From the first byte to the last. */
    private LinkFailure converse(byte[] connect) {
        PacketInput in;
        try {
            socket.connect(config.connectTimeout());
            in = new PacketInput(socket.input(), config.maximumPacketSize().orElse(LARGEST_PACKET));
            OutputStream out = socket.output();
            ConnAck answer = connect(connect, in, out);
            if (ReasonCodes.isRefusal(answer.reasonCode())) {
                return explainer.refused(answer.reasonCode());
            }
            begin(answer, out);
        } catch (ProtocolException e) {
            return explainer.notMqtt(String.valueOf(e.getMessage()));
        } catch (NoAnswerException e) {
            return LinkFailure.timedOut("answer to our CONNECT", config, config.connectTimeout());
        } catch (IOException e) {
            return explainer.failed(e);
        }
        return read(in);
    }

    private ConnAck connect(byte[] connect, PacketInput in, OutputStream out) throws IOException {
        try {
            out.write(connect);
            out.flush();
        } catch (IOException e) {
            throw lastWords(in, e);
        }
        ByteBuffer body;
        try {
            body = in.next();
        } catch (SocketTimeoutException e) {
            throw new NoAnswerException(e);
        }
        if (in.type() != PacketType.CONNACK) {
            throw new MalformedPacketException("something else than the answer to our CONNECT");
        }
        if (body.remaining() == OLD_CONNACK_LENGTH) {
            return PahoPackets.refusal(UNSUPPORTED_VERSION);
        }
        return PahoPackets.connAck(bytes(body));
    }

    /** What the broker has said before it closed: its word on our certificate comes after the handshake (TLS 1.3). */
    private IOException lastWords(PacketInput in, IOException unsent) throws IOException {
        try {
            socket.limitReads(LAST_WORDS);
            in.next();
            return unsent;
        } catch (SocketTimeoutException nothing) {
            return unsent;
        } catch (IOException said) {
            return said;
        }
    }

    private void begin(ConnAck answer, OutputStream out) throws IOException {
        Duration keepAlive = answer.keepAliveSeconds().isPresent()
                ? Duration.ofSeconds(answer.keepAliveSeconds().getAsInt())
                : config.keepAlive();
        SessionWriter writer = new SessionWriter(config.clientId(), out, keepAlive, this::writingFailed);
        // Often enough to see in time that nothing comes any more.
        socket.limitReads(keepAlive.isZero() ? keepAlive : longer(keepAlive.dividedBy(4), SHORTEST_LOOK));
        connection = new Connection(writer, new TopicAliases(answer.topicAliasMaximum()), answer, keepAlive);
        writer.start();
        if (!over.get()) {
            listener.opened(
                    this,
                    new Grant(
                            answer.sessionPresent(),
                            answer.receiveMaximum().orElse(LARGEST_RECEIVE_MAXIMUM),
                            answer.maximumPacketSize().orElse(Long.MAX_VALUE),
                            answer.sessionExpirySeconds()
                                    .orElse(config.sessionExpiry().toSeconds()),
                            answer.subscriptionIdentifiers()));
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** On the writing thread. */
    private void writingFailed(Exception failure) {
        try {
            boolean unused = readingEnded.await(LAST_WORDS.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writeFailure = failure;
        socket.abort();
    }

    private LinkFailure read(PacketInput in) {
        Connection current = opened();
        try {
            while (true) {
                ByteBuffer body = next(in, current.writer());
                if (body == null) {
                    return LinkFailure.timedOut("answer to our ping", config, current.keepAlive());
                }
                if (in.type() == PacketType.DISCONNECT) {
                    PahoPackets.Disconnect goodbye = PahoPackets.disconnected(bytes(body));
                    return explainer.disconnected(goodbye.reasonCode(), goodbye.reason());
                }
                take(in, body, current.writer());
            }
        } catch (SessionClosed e) {
            return explainer.lost(e);
        } catch (ProtocolException e) {
            current.writer().finish(new Packet.Plain(PahoPackets.disconnect(MALFORMED_PACKET)), GOODBYE);
            return explainer.notMqtt(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            Exception first = writeFailure;
            return explainer.lost(first == null ? e : first);
        }
    }

    /** @return null when the broker is silent for too long */
    private static @Nullable ByteBuffer next(PacketInput in, SessionWriter writer) throws IOException {
        while (true) {
            try {
                ByteBuffer body = in.next();
                writer.heard();
                return body;
            } catch (SocketTimeoutException e) {
                if (writer.isOverdue()) {
                    return null;
                }
            }
        }
    }

    private void take(PacketInput in, ByteBuffer body, SessionWriter writer) throws IOException, SessionClosed {
        switch (in.type()) {
            case PacketType.PUBLISH -> listener.arrived(this, Received.message(in.flags(), body));
            case PacketType.PUBACK, PacketType.PUBCOMP -> acknowledged(Received.acknowledgement(body));
            case PacketType.PUBREC -> received(Received.acknowledgement(body), writer);
            case PacketType.PUBREL ->
                writer.send(new Packet.Answer(
                        PacketType.PUBCOMP, Received.acknowledgement(body).packetId()));
            case PacketType.SUBACK -> answered(body);
            case PacketType.UNSUBACK ->
                unanswered.removeRequest(Received.acknowledgement(body).packetId());
            case PacketType.PINGRESP -> writer.pingAnswered();
            default -> throw new MalformedPacketException("a packet of type %d".formatted(in.type()));
        }
    }

    private void acknowledged(Received.Acknowledgement answer) {
        PublishListener published = unanswered.removePublish(answer.packetId());
        if (published != null) {
            published.acknowledged(answer.reasonCode());
        }
    }

    /** Half of the way with QoS 2. */
    private void received(Received.Acknowledgement answer, SessionWriter writer) throws SessionClosed {
        if (ReasonCodes.isRefusal(answer.reasonCode())) {
            acknowledged(answer);
        } else {
            writer.send(new Packet.Answer(PacketType.PUBREL, answer.packetId()));
        }
    }

    private void answered(ByteBuffer body) throws IOException {
        int packetId = Received.acknowledgement(body.duplicate()).packetId();
        SubscribeListener asked = unanswered.removeRequest(packetId);
        if (asked != null) {
            asked.answered(PahoPackets.subAck(bytes(body)));
        }
    }

    private static byte[] bytes(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return bytes;
    }

    private Connection opened() {
        Connection current = connection;
        if (current == null) {
            throw new IllegalStateException("The session is not open yet");
        }
        return current;
    }

    @Override
    public void publish(OutboundMessage message, PublishListener published) throws RefusedBySession, SessionClosed {
        Connection current = opened();
        byte[] topic = message.topic().getBytes(StandardCharsets.UTF_8);
        Refusals.check(message, topic, current.granted());
        if (message.qos() == 0) {
            send(current, new Packet.Publish(message, topic, 0, current.aliases(), () -> published.acknowledged(0)));
        } else {
            int packetId = unanswered.addPublish(published);
            send(current, new Packet.Publish(message, topic, packetId, current.aliases(), () -> {}));
        }
    }

    private void send(Connection current, Packet packet) throws SessionClosed {
        if (over.get()) {
            throw new SessionClosed();
        }
        current.writer().send(packet);
    }

    @Override
    public void subscribe(List<Subscription> subscriptions, SubscribeListener answered) {
        if (Refusals.isAny(subscriptions, opened().granted())) {
            answered.answered(Collections.nCopies(subscriptions.size(), ReasonCodes.TOPIC_FILTER_INVALID));
        } else {
            int packetId = unanswered.addRequest(answered);
            sendWhileOpen(new Packet.Plain(PahoPackets.subscribe(packetId, subscriptions, config.noLocal())));
        }
    }

    @Override
    public void subscribeIdentified(Subscription subscription, SubscribeListener answered) {
        int packetId = unanswered.addRequest(answered);
        sendWhileOpen(new Packet.Plain(PahoPackets.subscribeIdentified(packetId, subscription, config.noLocal())));
    }

    @Override
    public void unsubscribe(List<String> filters) {
        int packetId = unanswered.addRequest(codes -> {});
        sendWhileOpen(new Packet.Plain(PahoPackets.unsubscribe(packetId, filters)));
    }

    @Override
    public void acknowledge(InboundMessage message) {
        if (message.qos() > 0) {
            int type = message.qos() == 1 ? PacketType.PUBACK : PacketType.PUBREC;
            sendWhileOpen(new Packet.Answer(type, message.packetId()));
        }
    }

    private void sendWhileOpen(Packet packet) {
        try {
            send(opened(), packet);
        } catch (SessionClosed e) {
            // Listener.ended says so, and the broker keeps or repeats what matters.
        }
    }

    @Override
    public void disconnect(boolean withWill) {
        over.set(true);
        Connection current = connection;
        if (current != null) {
            int reason = withWill ? DISCONNECT_WITH_WILL : 0;
            current.writer().finish(new Packet.Plain(PahoPackets.disconnect(reason)), GOODBYE);
        }
        socket.close();
    }

    @Override
    public void abort() {
        over.set(true);
        Connection current = connection;
        if (current != null) {
            current.writer().close();
        }
        socket.abort();
    }

    /** TCP and TLS are there, and the broker says nothing. */
    private static final class NoAnswerException extends IOException {

        private static final long serialVersionUID = 1L;

        NoAnswerException(IOException cause) {
            super(cause);
        }
    }
}
