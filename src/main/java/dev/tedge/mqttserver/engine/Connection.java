package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.ReasonCode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One network connection: the time before CONNECT, writing, closing, and what can go wrong with it. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells failures to exceptionCaught or closes.
final class Connection extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final Broker broker;
    private final Channel channel;
    private final StallWatch stallWatch;
    private final Rest rest;
    private Optional<Conversation> conversation = Optional.empty();
    private boolean closing;
    /** The packet that is being read has come out of the codec. */
    private boolean decoded;
    /** Our side is closed; what the client still sends is read and dropped. */
    private boolean mute;
    /** Reading has been stopped since the last packet, so that silence is not the client's fault. */
    private boolean deaf;

    Connection(Broker broker, Channel channel) {
        this.broker = broker;
        this.channel = channel;
        this.stallWatch = new StallWatch(
                channel,
                broker.config().limits().keepAlive().stallTimeout(),
                () -> fail(ReasonCode.KEEP_ALIVE_TIMEOUT, "nothing was taken of what is to be sent"));
        this.rest = new Rest(broker.loop(), this::serveAgain);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Duration timeout = broker.config().limits().keepAlive().connectTimeout();
        broker.loop().schedule(this::closeIfSilent, timeout.toMillis(), TimeUnit.MILLISECONDS);
        context.fireChannelActive();
    }

    private void closeIfSilent() {
        if (conversation.isEmpty() && channel.isActive()) {
            LOG.debug("No CONNECT from {} in time", channel.remoteAddress());
            close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        deaf = !channel.config().isAutoRead();
        try {
            if (message instanceof MqttMessage packet) {
                decoded = true;
                handle(packet);
            } else if (message == PacketFramer.End.OF_PACKET) {
                checkDecoded();
            }
        } catch (ProtocolException broken) {
            refuse(broken.reasonCode(), broken.reason());
        } catch (RuntimeException bug) {
            LOG.error("A packet of {} could not be handled; its connection ends", channel.remoteAddress(), bug);
            fail(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, "internal error");
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void checkDecoded() throws ProtocolException {
        boolean complete = decoded;
        decoded = false;
        if (!complete && !closing) {
            throw new ProtocolException(ReasonCode.MALFORMED_PACKET, "the lengths in a packet do not add up");
        }
    }

    private void handle(MqttMessage packet) throws ProtocolException {
        if (closing || mute) {
            return;
        }
        if (packet.decoderResult().isFailure()) {
            DecoderFaults.Fault fault = DecoderFaults.of(packet);
            if (conversation.isEmpty() && fault.refusal().isPresent()) {
                closeAfter(fault.refusal().get());
                return;
            }
            throw new ProtocolException(fault.reasonCodeOfDisconnect(), fault.reason());
        }
        if (conversation.isPresent()) {
            conversation.get().handle(packet);
        } else if (packet instanceof MqttConnectMessage connect) {
            new Handshake(broker, this).run(connect);
        } else {
            throw new ProtocolException(
                    ReasonCode.PROTOCOL_ERROR, packet.fixedHeader().messageType() + " before CONNECT");
        }
    }

    /** The client has been accepted. */
    void begin(Conversation accepted) {
        conversation = Optional.of(accepted);
    }

    /** As {@link #fail}, for what the client has done. */
    private void refuse(int reasonCode, String reason) {
        if (conversation.isPresent()) {
            conversation.get().refuse(reasonCode, reason);
        } else {
            fail(reasonCode, reason);
        }
    }

    /** Ends the connection; before its CONNECT was accepted without a word. */
    private void fail(int reasonCode, String reason) {
        if (conversation.isPresent()) {
            conversation.get().end(reasonCode, reason);
        } else {
            LOG.debug("Connection from {} ends before CONNECT: {}", channel.remoteAddress(), reason);
            close();
        }
    }

    private String name() {
        return conversation
                .map(known -> "client '" + known.client().clientId() + "'")
                .orElseGet(() -> String.valueOf(channel.remoteAddress()));
    }

    /** Replaces the silence that is allowed; a packet must come within one and a half times this. */
    void expectPacketWithin(Duration keepAlive) {
        if (!keepAlive.isZero()) {
            long millis = keepAlive.toMillis() * 3 / 2;
            channel.pipeline().addFirst(new IdleStateHandler(millis, 0, 0, TimeUnit.MILLISECONDS));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent && deaf) {
            // There may be packets that were not read. From now on they are, or the stall watch ends it.
            deaf = !channel.config().isAutoRead();
        } else if (event instanceof IdleStateEvent) {
            fail(ReasonCode.KEEP_ALIVE_TIMEOUT, "nothing heard for one and a half times the keep-alive");
        }
        context.fireUserEventTriggered(event);
    }

    /** Who does not take our packets is not read from, until he does. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!closing) {
            readOrNot();
            if (!channel.isWritable()) {
                stallWatch.start();
            }
            conversation.ifPresent(Conversation::drain);
        }
        context.fireChannelWritabilityChanged();
    }

    /** Serves the client no more for this time. */
    void rest(Duration time) {
        rest.atLeast(time);
        if (rest.isOn() && !closing) {
            readOrNot();
        }
    }

    private void serveAgain() {
        if (!closing) {
            readOrNot();
            conversation.ifPresent(Conversation::drain);
        }
    }

    private void readOrNot() {
        boolean read = mute || takesMessages();
        channel.config().setAutoRead(read);
        deaf |= !read;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        conversation.ifPresent(known -> known.lost("the connection was closed without a good-bye"));
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause.getCause() instanceof ProtocolException broken) {
            refuse(broken.reasonCode(), broken.reason());
        } else if (conversation.isEmpty()) {
            LOG.info("Connection from {} failed before CONNECT: {}", channel.remoteAddress(), reason(cause));
            channel.close();
        } else {
            LOG.debug("Connection of {} broke", name(), cause);
            channel.close();
        }
    }

    private static String reason(Throwable cause) {
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        return root instanceof IOException ? String.valueOf(root.getMessage()) : root.toString();
    }

    List<X509Certificate> certificates() {
        return ClientCertificates.of(channel);
    }

    boolean takesMessages() {
        return channel.isWritable() && !rest.isOn() && !mute;
    }

    void write(MqttMessage packet) {
        if (mute) {
            return;
        }
        channel.write(packet, channel.voidPromise());
        broker.flushLater(this);
    }

    void flush() {
        channel.flush();
        conversation.ifPresent(Conversation::flushed);
    }

    void close() {
        closing = true;
        channel.flush();
        channel.close();
    }

    /** Nothing is sent any more: the client sees the end of the stream, but may go on sending. */
    void closeOurSide() {
        channel.flush();
        mute = true;
        if (channel instanceof DuplexChannel socket) {
            socket.shutdownOutput();
        }
    }

    /** Says a last word, a packet or its bytes, then closes in a way that lets the client read it. */
    void closeAfter(Object lastWord) {
        if (mute) {
            close();
            return;
        }
        closing = true;
        LingeringClose.after(lastWord, channel);
    }
}
