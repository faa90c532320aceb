package dev.tedge.mqttserver;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.ConnectBuilder;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A client that does only what a test says, packet by packet, good or bad. It acknowledges nothing by itself. */
public final class TestingMqttClient implements AutoCloseable {

    private static final EventLoopGroup LOOPS = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    private final BlockingQueue<MqttMessage> received = new LinkedBlockingQueue<>();
    private final Channel channel;
    private int lastPacketId;

    public TestingMqttClient(int port) {
        channel = new Bootstrap()
                .group(LOOPS)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection
                                .pipeline()
                                .addLast(new MqttDecoder(10_000_000))
                                .addLast(MqttEncoder.INSTANCE)
                                .addLast(new Inbox());
                    }
                })
                .connect("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
    }

    private final class Inbox extends SimpleChannelInboundHandler<MqttMessage> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
            received.add(message instanceof MqttPublishMessage publish ? withOwnBytes(publish) : message);
        }

        /** So that no test has to release anything. */
        private static MqttMessage withOwnBytes(MqttPublishMessage publish) {
            return publish.replace(Unpooled.wrappedBuffer(ByteBufUtil.getBytes(publish.payload())));
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // A reset by the server is as good as a close.
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /** An MQTT 5 client that is connected, Clean Start on. */
    static TestingMqttClient connected(MqttServer server, String clientId) {
        TestingMqttClient client = new TestingMqttClient(server.port());
        client.connect(clientId, connect -> connect.cleanSession(true));
        return client;
    }

    /** Sends CONNECT (MQTT 5, Clean Start off, unless changed) and returns the CONNACK. */
    MqttConnAckMessage connect(String clientId, UnaryOperator<ConnectBuilder> change) {
        send(change.apply(MqttMessageBuilders.connect()
                        .protocolVersion(MqttVersion.MQTT_5)
                        .clientId(clientId)
                        .keepAlive(60)
                        .cleanSession(false))
                .build());
        return (MqttConnAckMessage) next(MqttMessageType.CONNACK);
    }

    void send(MqttMessage packet) {
        channel.writeAndFlush(packet).awaitUninterruptibly();
    }

    /** Sends without waiting until the system has taken it. */
    @SuppressWarnings("FutureReturnValueIgnored") // The test sees whether it arrives.
    void sendLater(MqttMessage packet) {
        channel.writeAndFlush(packet);
    }

    void sendBytes(int... bytes) {
        byte[] raw = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            raw[i] = (byte) bytes[i];
        }
        sendBytes(raw);
    }

    void sendBytes(byte[] raw) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(raw)).awaitUninterruptibly();
    }

    void publish(String topic, String payload, int qos) {
        publish(topic, payload, qos, false, new MqttProperties());
    }

    /** Returns the packet id. */
    int publish(String topic, String payload, int qos, boolean retain, MqttProperties properties) {
        int packetId = ++lastPacketId;
        send(publishPacket(topic, payload, qos, retain, packetId, properties, false));
        return packetId;
    }

    static MqttPublishMessage publishPacket(
            String topic,
            String payload,
            int qos,
            boolean retain,
            int packetId,
            MqttProperties properties,
            boolean duplicate) {
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, duplicate, MqttQoS.valueOf(qos), retain, 0),
                new MqttPublishVariableHeader(topic, packetId, properties),
                Unpooled.copiedBuffer(payload, StandardCharsets.UTF_8));
    }

    /** Publishes with QoS 1 and returns the reason code of the PUBACK. */
    int publishAndWait(String topic, String payload, boolean retain) {
        publish(topic, payload, 1, retain, new MqttProperties());
        return replyCode(next(MqttMessageType.PUBACK));
    }

    List<Integer> subscribe(String filter, int qos) {
        return subscribe(filter, MqttSubscriptionOption.onlyFromQos(MqttQoS.valueOf(qos)), new MqttProperties());
    }

    List<Integer> subscribe(String filter, MqttSubscriptionOption option, MqttProperties properties) {
        send(MqttMessageBuilders.subscribe()
                .messageId(++lastPacketId)
                .addSubscription(filter, option)
                .properties(properties)
                .build());
        return ((MqttSubAckMessage) next(MqttMessageType.SUBACK)).payload().reasonCodes();
    }

    List<Short> unsubscribe(String filter) {
        send(MqttMessageBuilders.unsubscribe()
                .messageId(++lastPacketId)
                .addTopicFilter(filter)
                .build());
        return ((MqttUnsubAckMessage) next(MqttMessageType.UNSUBACK)).payload().unsubscribeReasonCodes();
    }

    void reply(MqttMessageType type, int packetId) {
        int qos = type == MqttMessageType.PUBREL ? 1 : 0;
        send(new MqttMessage(
                new MqttFixedHeader(type, false, MqttQoS.valueOf(qos), false, 0),
                new MqttPubReplyMessageVariableHeader(packetId, (byte) 0, MqttProperties.NO_PROPERTIES)));
    }

    void disconnect(int reasonCode, MqttProperties properties) {
        send(new MqttMessage(
                new MqttFixedHeader(MqttMessageType.DISCONNECT, false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttReasonCodeAndPropertiesVariableHeader((byte) reasonCode, properties)));
        awaitClosed();
    }

    void goodbye() {
        disconnect(0, MqttProperties.NO_PROPERTIES);
    }

    void ping() {
        send(MqttMessage.PINGREQ);
    }

    /** Pings without waiting until the system has taken it. */
    void pingLater() {
        sendLater(MqttMessage.PINGREQ);
    }

    /** As {@link #nextMessage()}, but answers to pings may come before it. */
    String nextMessageBesidePings() {
        MqttMessage packet = nextAny();
        while (packet.fixedHeader().messageType() == MqttMessageType.PINGRESP) {
            packet = nextAny();
        }
        MqttPublishMessage publish = (MqttPublishMessage) packet;
        return publish.variableHeader().topicName() + "=" + text(publish);
    }

    /** The next packet, which must be of this type. */
    MqttMessage next(MqttMessageType type) {
        MqttMessage packet = nextAny();
        if (packet.fixedHeader().messageType() != type) {
            throw new AssertionError("Expected " + type + " but got " + packet);
        }
        return packet;
    }

    /** What is wrong with the next packet, which the client's codec cannot read. */
    Throwable nextBroken() {
        return poll().decoderResult().cause();
    }

    /** The next packet. */
    MqttMessage nextAny() {
        MqttMessage packet = poll();
        if (packet.fixedHeader() == null) {
            throw new AssertionError("Expected a packet but got " + packet);
        }
        return packet;
    }

    private MqttMessage poll() {
        try {
            MqttMessage packet = received.poll(10, TimeUnit.SECONDS);
            if (packet == null) {
                throw new AssertionError("Expected a packet but got none");
            }
            return packet;
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    MqttPublishMessage nextPublish() {
        return (MqttPublishMessage) next(MqttMessageType.PUBLISH);
    }

    /** Topic and payload of the next PUBLISH, as {@code topic=payload}. */
    String nextMessage() {
        MqttPublishMessage publish = nextPublish();
        return publish.variableHeader().topicName() + "=" + text(publish);
    }

    /** Proves that nothing came before the answer to a PINGREQ of now. */
    void expectNothing() {
        ping();
        next(MqttMessageType.PINGRESP);
    }

    /** Once the connection has closed: all that came has been taken. */
    void expectNoPacket() {
        if (!received.isEmpty()) {
            throw new AssertionError("Expected no packet but got " + received);
        }
    }

    /** Reason code of the DISCONNECT that comes next, after which the server closes. */
    int disconnectCode() {
        MqttMessage packet = next(MqttMessageType.DISCONNECT);
        awaitClosed();
        return Byte.toUnsignedInt(((MqttReasonCodeAndPropertiesVariableHeader) packet.variableHeader()).reasonCode());
    }

    void awaitClosed() {
        if (!channel.closeFuture().awaitUninterruptibly(10, TimeUnit.SECONDS)) {
            throw new AssertionError("The server did not close the connection");
        }
    }

    /** Stops or resumes taking what the server sends. */
    void reading(boolean on) {
        channel.config().setAutoRead(on);
    }

    /** Takes a little of what the server sends, while reading is off. */
    void readSome() {
        channel.read();
    }

    static String text(MqttPublishMessage publish) {
        return publish.payload().toString(StandardCharsets.UTF_8);
    }

    static int replyCode(MqttMessage packet) {
        return Byte.toUnsignedInt(((MqttPubReplyMessageVariableHeader) packet.variableHeader()).reasonCode());
    }

    static int replyId(MqttMessage packet) {
        return ((MqttPubReplyMessageVariableHeader) packet.variableHeader()).messageId();
    }

    /** The reason string of an acknowledgement. */
    static String reason(MqttMessage packet) {
        MqttProperties properties = packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
                ? reply.properties()
                : ((MqttMessageIdAndPropertiesVariableHeader) packet.variableHeader()).properties();
        return (String) Objects.requireNonNull(properties.getProperty(MqttProperties.REASON_STRING))
                .value();
    }

    static MqttProperties properties(int id, int value) {
        MqttProperties properties = new MqttProperties();
        properties.add(new IntegerProperty(id, value));
        return properties;
    }

    static int number(MqttProperties properties, int id) {
        return (Integer) Objects.requireNonNull(properties.getProperty(id)).value();
    }

    /** Cuts the connection without a word. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }
}
