package dev.tedge.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whenever a process is killed, what it leaves is whole, and the next one can go on from there. */
class CertificateKillIT {

    private static final int KILLS = 25;

    /** Of one process, each with a directory and a thread of its own: 200 of them are interrupted. */
    private static final int DEVICES = 8;

    /** Longer than it takes to make, renew, rotate and remove the certificates once. */
    private static final long ONE_ROUND = Duration.ofMillis(30).toNanos();

    private final Random random = new Random();
    private final List<Path> directories;

    CertificateKillIT(@TempDir Path folder) throws IOException {
        directories = new ArrayList<>();
        for (int i = 0; i < DEVICES; i++) {
            directories.add(Files.createDirectory(folder.resolve("device-" + i)));
        }
    }

    @Test
    void files_areWhole_afterKill() throws IOException {
        for (int kill = 0; kill < KILLS; kill++) {
            Map<String, String> lastSteps = runUntilKilled();

            for (Path directory : directories) {
                assertWhole(directory);
                assertRepeatable(
                        directory,
                        lastSteps.getOrDefault(directory.getFileName().toString(), "create"));
            }
        }
    }

    /** The last step that each device has announced. */
    private Map<String, String> runUntilKilled() throws IOException {
        Process child = start();
        Map<String, String> lastSteps = new HashMap<>();
        try (BufferedReader lines = child.inputReader()) {
            for (int more = 1 + random.nextInt(9 * DEVICES); more > 0; more--) {
                note(lastSteps, lines.readLine());
            }
            LockSupport.parkNanos(random.nextLong(ONE_ROUND));
            child.toHandle().destroyForcibly();
            lines.lines().forEach(line -> note(lastSteps, line));
        } finally {
            child.destroyForcibly();
            child.onExit().join();
        }
        return lastSteps;
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                TestingDevice.class.getName()));
        directories.forEach(directory -> command.add(directory.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void note(Map<String, String> lastSteps, String line) {
        int space = line.indexOf(' ');
        lastSteps.put(line.substring(0, space), line.substring(space + 1));
    }

    private static void assertWhole(Path directory) throws IOException {
        DeviceCertificateFiles files = TestingDevice.files(directory);
        if (Files.exists(files.certificate())) {
            assertThat(new ClientIdentity(files.certificate(), files.key())
                            .load()
                            .chain())
                    .hasSize(1);
            assertThat(permissions(files.certificate())).isEqualTo("r--r--r--");
            files.settle();
            assertThat(new ClientIdentity(files.certificate(), files.key()).isPair())
                    .isTrue();
        }
        if (Files.exists(files.key())) {
            assertThat(PrivateKeys.read(files.key()).getAlgorithm()).isEqualTo("EC");
            assertThat(permissions(files.key())).isEqualTo("r--------");
        }
        RenewedCertificate renewed = RenewedCertificate.of(files);
        if (renewed.exists()) {
            renewed.requireUsable(Clock.systemUTC().instant());
        }
        Path request = TestingDevice.request(directory).file();
        if (Files.exists(request)) {
            assertThat(request)
                    .content()
                    .startsWith("-----BEGIN CERTIFICATE REQUEST-----\n")
                    .endsWith("-----END CERTIFICATE REQUEST-----\n");
        }
    }

    private static void assertRepeatable(Path directory, String lastStep) throws IOException {
        DeviceCertificateFiles files = TestingDevice.files(directory);
        assertThat(lastStep).isIn("create", "request", "renew", "promote", "rotate", "remove");
        if (!lastStep.equals("create") || Files.exists(files.certificate())) {
            files.remove();
        }
        // Without `cert remove`, if the first attempt has not come to its end.
        files.create(TestingDevice.REQUEST, Clock.systemUTC());
        TestingDevice.request(directory).create(Optional.empty(), Optional.empty(), FileOwner.whoeverMakesThem());

        assertWhole(directory);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("cert.pem", "key.pem", "device.csr");
        }
        files.remove();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
