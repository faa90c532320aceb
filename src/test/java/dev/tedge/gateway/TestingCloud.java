package dev.tedge.gateway;

import static org.awaitility.Awaitility.await;

import dev.tedge.simulator.AwsIotSimulator;
import dev.tedge.simulator.AwsIotSimulatorBuilder;
import dev.tedge.simulator.CloudMessage;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import dev.tedge.testing.process.MosquittoBuilder;
import dev.tedge.testing.process.MosquittoProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** What a device takes for AWS IoT Core, with a view of all that devices have published there. */
interface TestingCloud extends AutoCloseable {

    /** Where devices connect, with TLS. */
    int port();

    /** Publishes to devices, with QoS 1. */
    void publish(String topic, String payload);

    /** Devices come by this network: it is closed while the cloud starts. */
    default void behind(TcpProxy network) {}

    /** What devices have published until now, in this order. */
    List<Seen> seen();

    default void awaitSeen(String topic, String payload) {
        await("'%s' on '%s'".formatted(payload, topic))
                .atMost(Duration.ofSeconds(20))
                .until(() -> seen().contains(new Seen(topic, payload)));
    }

    /** Ends all connections and closes the port. */
    void stop();

    /** Starts again after {@link #stop}, on the same port; what was seen stays. */
    void start() throws IOException;

    @Override
    void close();

    /** A message, without what differs from broker to broker. */
    record Seen(String topic, String payload) {}

    /** A mosquitto that enforces the documented policy. */
    static TestingCloud.Mosquitto mosquitto(Path directory, TestingCertificates authority, String... options)
            throws IOException {
        MosquittoBuilder builder = MosquittoProcess.cloud(directory, authority);
        List.of(options).forEach(builder::option);
        return new Mosquitto(builder.start());
    }

    /** The simulator, that enforces AWS's rules as well; the options are those of a test. */
    static TestingCloud.Simulator simulator(
            TestingCertificates authority, TestingIdentity device, UnaryOperator<AwsIotSimulatorBuilder> options)
            throws IOException {
        TestingIdentity server = authority.server();
        return new Simulator(options.apply(AwsIotSimulator.builder()
                .serverIdentity(server.key(), List.of(server.certificate()))
                .device(device.certificate())));
    }

    /** A mosquitto whose observer survives its restarts. */
    final class Mosquitto implements TestingCloud {

        private static final Duration PATIENCE = Duration.ofSeconds(30);

        private final MosquittoProcess broker;
        private final MqttProbe observer;
        private final List<Seen> ours = new CopyOnWriteArrayList<>();
        private final List<TcpProxy> networks = new CopyOnWriteArrayList<>();

        private Mosquitto(MosquittoProcess broker) {
            this.broker = broker;
            this.observer = MqttProbe.to(broker.observerPort())
                    .persistentSession("observer")
                    .user(MosquittoProcess.OBSERVER, "")
                    .reconnecting()
                    .connect()
                    .subscribe("#", "$aws/#");
        }

        MosquittoProcess broker() {
            return broker;
        }

        MqttProbe observer() {
            return observer;
        }

        @Override
        public int port() {
            return broker.port();
        }

        @Override
        public void publish(String topic, String payload) {
            ours.add(new Seen(topic, payload));
            observer.publish(topic, payload);
        }

        @Override
        public List<Seen> seen() {
            List<Seen> seen = new ArrayList<>(observer.messages().stream()
                    .map(message -> new Seen(message.topic(), message.text()))
                    .toList());
            ours.forEach(seen::remove);
            return seen;
        }

        @Override
        public void stop() {
            broker.stop();
        }

        @Override
        public void behind(TcpProxy network) {
            networks.add(network);
        }

        /** Lets devices in when the observer is back: until then mosquitto 2.0.11 may drop what comes for it. */
        @Override
        public void start() {
            networks.forEach(TcpProxy::refuse);
            broker.start();
            await("the observer to be back").atMost(PATIENCE).until(observer::isConnected);
            networks.forEach(TcpProxy::accept);
        }

        @Override
        public void close() {
            observer.close();
            broker.close();
        }
    }

    /** A simulator on the same port and with the same identity whenever it runs; what it has seen stays. */
    final class Simulator implements TestingCloud {

        private final List<CloudMessage> messages = new CopyOnWriteArrayList<>();
        private final AwsIotSimulatorBuilder builder;
        private final int port;

        /** The one that runs, or the last one that has run. */
        private AwsIotSimulator simulator;

        private Simulator(AwsIotSimulatorBuilder builder) throws IOException {
            this.builder = builder.onMessage(messages::add);
            simulator = builder.start();
            port = simulator.port();
        }

        /** The one that runs, or the last one that has run; its counters are its own. */
        AwsIotSimulator simulator() {
            return simulator;
        }

        /** What devices have published until now, with all that came with it. */
        List<CloudMessage> messages() {
            return messages;
        }

        /** Sessions are forgotten, too. */
        @Override
        public void stop() {
            simulator.close();
        }

        /** With the options and the policy of the beginning. */
        @Override
        public void start() throws IOException {
            simulator = builder.port(port).start();
        }

        void restart() throws IOException {
            stop();
            start();
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public void publish(String topic, String payload) {
            simulator.publish(topic, payload);
        }

        @Override
        public List<Seen> seen() {
            return messages.stream()
                    .map(message -> new Seen(message.topic(), message.text()))
                    .toList();
        }

        @Override
        public void close() {
            simulator.close();
        }
    }
}
