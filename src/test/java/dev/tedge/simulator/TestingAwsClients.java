package dev.tedge.simulator;

import dev.tedge.testing.TestingIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import software.amazon.awssdk.crt.io.ClientBootstrap;
import software.amazon.awssdk.crt.io.EventLoopGroup;
import software.amazon.awssdk.crt.io.HostResolver;
import software.amazon.awssdk.crt.mqtt.MqttClientConnection;
import software.amazon.awssdk.crt.mqtt.MqttClientConnectionEvents;
import software.amazon.awssdk.iot.AwsIotMqtt5ClientBuilder;
import software.amazon.awssdk.iot.AwsIotMqttConnectionBuilder;

/**
 * Makes clients of the AWS IoT Device SDK that trust a simulator and show a device certificate. Closes what it has made,
 * the last first; {@link #closeNative()} ends the threads that all clients share.
 */
final class TestingAwsClients implements AutoCloseable {

    /** What the server certificate names, and what goes into Server Name Indication. */
    private static final String HOST = "localhost";

    private final TestingCloud cloud;
    private final Path folder;
    private final Deque<Runnable> opened = new ArrayDeque<>();

    /** @param folder for PEM files */
    TestingAwsClients(TestingCloud cloud, Path folder) {
        this.cloud = cloud;
        this.folder = folder;
    }

    /** For an MQTT 5 client; the builder is closed with the rest. */
    AwsIotMqtt5ClientBuilder mqtt5(String clientId, TestingIdentity identity) throws IOException {
        TestingIdentity.PemFiles files = identity.write(folder, "mqtt5");
        AwsIotMqtt5ClientBuilder builder = AwsIotMqtt5ClientBuilder.newDirectMqttBuilderWithMtlsFromPath(
                HOST, files.certificate().toString(), files.key().toString());
        opened.push(builder::close);
        return builder.withCertificateAuthority(authority())
                .withPort((long) cloud.simulator().port())
                .withClientId(clientId);
    }

    /** An MQTT 3.1.1 connection that has not been opened yet. */
    MqttClientConnection mqtt311(
            String clientId, TestingIdentity identity, boolean cleanSession, MqttClientConnectionEvents events)
            throws IOException {
        TestingIdentity.PemFiles files = identity.write(folder, "mqtt311");
        try (AwsIotMqttConnectionBuilder builder = AwsIotMqttConnectionBuilder.newMtlsBuilderFromPath(
                files.certificate().toString(), files.key().toString())) {
            MqttClientConnection connection = builder.withCertificateAuthority(authority())
                    .withEndpoint(HOST)
                    .withPort(cloud.simulator().port())
                    .withClientId(clientId)
                    .withCleanSession(cleanSession)
                    .withConnectionEventCallbacks(events)
                    .build();
            opened.push(connection::close);
            return connection;
        }
    }

    /** An MQTT 5 client. */
    TestingAwsDevice device(AwsIotMqtt5ClientBuilder builder) {
        TestingAwsDevice device = new TestingAwsDevice(builder);
        opened.push(device::close);
        return device;
    }

    /** @param action done when this is closed, before what is there already */
    void closing(Runnable action) {
        opened.push(action);
    }

    private String authority() throws IOException {
        return Files.readString(cloud.authority.writeAuthority(folder));
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            opened.pop().run();
        }
    }

    /** Ends the threads of the native library, as far as no client is open. */
    static void closeNative() {
        ClientBootstrap.closeStaticDefault();
        HostResolver.closeStaticDefault();
        EventLoopGroup.closeStaticDefault();
    }
}
