package dev.tedge.cli.demo;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.certificate.CertificateRequest;
import dev.tedge.certificate.DeviceCertificateFiles;
import dev.tedge.certificate.DeviceId;
import dev.tedge.config.Setting;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.config.TedgeToml;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A configuration directory that only this user can read, with a device certificate; removed by {@link #close}. */
final class DemoDirectory implements AutoCloseable {

    /** The thing. */
    static final String DEVICE = "demo-device";

    private final Path path;

    private DemoDirectory(Path path) {
        this.path = path;
    }

    /** Makes a directory with a new certificate and key in it. */
    static DemoDirectory create() throws IOException {
        DemoDirectory directory = new DemoDirectory(Files.createTempDirectory("tedge-demo-"));
        try {
            Files.createDirectory(directory.certificate().getParent());
            new DeviceCertificateFiles(
                            directory.certificate(), directory.certificate().resolveSibling("tedge-private-key.pem"))
                    .create(
                            new CertificateRequest(new DeviceId(DEVICE), "Thin Edge", "Device", Duration.ofDays(30)),
                            Clock.systemUTC());
            return directory;
        } catch (IOException | RuntimeException failed) {
            directory.close();
            throw failed;
        }
    }

    Path path() {
        return path;
    }

    /** The certificate of the device, where the settings have it by default. */
    Path certificate() {
        return path.resolve("device-certs").resolve("tedge-certificate.pem");
    }

    /** For the certificate that the gateway trusts the cloud by. */
    Path authority() {
        return path.resolve("cloud-ca.pem");
    }

    /** Stores the settings of a gateway with an embedded broker, so that other commands find it too, and loads them. */
    TedgeConfig configure(int brokerPort, int cloudPort) {
        Map<Setting<?>, String> settings = Map.of(
                Settings.AWS_URL, "localhost",
                Settings.AWS_MQTT_PORT, String.valueOf(cloudPort),
                Settings.AWS_ROOT_CERT_PATH, authority().toString(),
                Settings.MQTT_BROKER_EMBEDDED, "true",
                Settings.MQTT_CLIENT_PORT, String.valueOf(brokerPort));
        TedgeToml file = TedgeToml.in(path);
        settings.forEach(file::set);
        // The variables of this process are not the demo's.
        return TedgeConfig.load(path, Map.of(), CertificateDetails::commonName);
    }

    @Override
    public void close() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
