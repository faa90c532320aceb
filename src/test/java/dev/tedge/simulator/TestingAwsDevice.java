package dev.tedge.simulator;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.crt.mqtt5.Mqtt5Client;
import software.amazon.awssdk.crt.mqtt5.Mqtt5ClientOptions.LifecycleEvents;
import software.amazon.awssdk.crt.mqtt5.OnAttemptingConnectReturn;
import software.amazon.awssdk.crt.mqtt5.OnConnectionFailureReturn;
import software.amazon.awssdk.crt.mqtt5.OnConnectionSuccessReturn;
import software.amazon.awssdk.crt.mqtt5.OnDisconnectionReturn;
import software.amazon.awssdk.crt.mqtt5.OnStoppedReturn;
import software.amazon.awssdk.crt.mqtt5.packets.ConnAckPacket;
import software.amazon.awssdk.crt.mqtt5.packets.PublishPacket;
import software.amazon.awssdk.iot.AwsIotMqtt5ClientBuilder;

/** AWS's MQTT 5 client with everything that it reports, in order. */
final class TestingAwsDevice implements LifecycleEvents {

    final BlockingQueue<PublishPacket> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<ConnAckPacket> connAcks = new LinkedBlockingQueue<>();
    private final BlockingQueue<OnDisconnectionReturn> disconnections = new LinkedBlockingQueue<>();
    private final BlockingQueue<OnStoppedReturn> stops = new LinkedBlockingQueue<>();
    final Mqtt5Client client;

    TestingAwsDevice(AwsIotMqtt5ClientBuilder builder) {
        client = builder.withLifeCycleEvents(this)
                .withPublishEvents((unused, message) -> received.add(message.getPublishPacket()))
                .build();
    }

    /** Connects; gives the CONNACK, also one that refuses. */
    ConnAckPacket connect() throws InterruptedException {
        client.start();
        return next(connAcks, "CONNACK");
    }

    /** Says good-bye and waits for the end. */
    void stop() throws InterruptedException {
        client.stop();
        OnStoppedReturn unused = next(stops, "end of the client");
    }

    PublishPacket next() throws InterruptedException {
        return next(received, "message");
    }

    /** How the connection ended that was open last. */
    OnDisconnectionReturn disconnection() throws InterruptedException {
        return next(disconnections, "end of the connection");
    }

    private static <T> T next(BlockingQueue<T> queue, String what) throws InterruptedException {
        T item = queue.poll(10, TimeUnit.SECONDS);
        if (item == null) {
            throw new AssertionError("No " + what + " within 10 s");
        }
        return item;
    }

    @Override
    public void onAttemptingConnect(Mqtt5Client unused, OnAttemptingConnectReturn event) {}

    @Override
    public void onConnectionSuccess(Mqtt5Client unused, OnConnectionSuccessReturn event) {
        connAcks.add(event.getConnAckPacket());
    }

    @Override
    public void onConnectionFailure(Mqtt5Client unused, OnConnectionFailureReturn event) {
        ConnAckPacket refusal = event.getConnAckPacket();
        if (refusal != null) {
            connAcks.add(refusal);
        }
    }

    @Override
    public void onDisconnection(Mqtt5Client unused, OnDisconnectionReturn event) {
        disconnections.add(event);
    }

    @Override
    public void onStopped(Mqtt5Client unused, OnStoppedReturn event) {
        stops.add(event);
    }

    void close() {
        client.stop();
        client.close();
    }
}
