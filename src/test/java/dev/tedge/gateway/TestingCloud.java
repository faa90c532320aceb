package dev.tedge.gateway;

import dev.tedge.simulator.AwsIotSimulator;
import dev.tedge.simulator.AwsIotSimulatorBuilder;
import dev.tedge.simulator.CloudMessage;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import dev.tedge.testing.process.MosquittoProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a device takes for AWS IoT Core, with a view of all that devices have published there. */
interface TestingCloud extends AutoCloseable {

    /** Where devices connect, with TLS. */
    int port();

    /** Publishes to devices, with QoS 1. */
    void publish(String topic, String payload);

    /** What devices have published until now, in this order. */
    List<Seen> seen();

    @Override
    void close();

    /** A message, without what differs from broker to broker. */
    record Seen(String topic, String payload) {}

    /** A mosquitto that enforces the documented policy. */
    static TestingCloud mosquitto(Path directory, TestingCertificates authority) throws IOException {
        return new Mosquitto(MosquittoProcess.cloud(directory, authority).start());
    }

    /** The simulator, that enforces AWS's rules as well. */
    static TestingCloud simulator(TestingCertificates authority, TestingIdentity device) throws IOException {
        TestingIdentity server = authority.server();
        return new Simulator(AwsIotSimulator.builder()
                .serverIdentity(server.key(), List.of(server.certificate()))
                .device(device.certificate()));
    }

    /** A mosquitto whose observer survives its restarts. */
    final class Mosquitto implements TestingCloud {

        private final MosquittoProcess broker;
        private final MqttProbe observer;
        private final List<Seen> ours = new CopyOnWriteArrayList<>();

        private Mosquitto(MosquittoProcess broker) {
            this.broker = broker;
            this.observer = MqttProbe.to(broker.observerPort())
                    .persistentSession("observer")
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
        public void close() {
            observer.close();
            broker.close();
        }
    }

    /** The simulator with its standard policy. */
    final class Simulator implements TestingCloud {

        private final List<CloudMessage> messages = new CopyOnWriteArrayList<>();
        private final AwsIotSimulator simulator;

        private Simulator(AwsIotSimulatorBuilder builder) throws IOException {
            simulator = builder.onMessage(messages::add).start();
        }

        AwsIotSimulator simulator() {
            return simulator;
        }

        @Override
        public int port() {
            return simulator.port();
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
