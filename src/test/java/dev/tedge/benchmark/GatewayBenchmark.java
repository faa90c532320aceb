package dev.tedge.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Prints how long a gateway takes from the start of its process until the cloud acknowledges its first message, the median of 10
 * runs between two mosquittos, of which the one in the place of AWS has mutual TLS and says when it sends a PUBACK; and how much memory
 * the last of them has, idle and under load. It needs mosquitto and openssl, and has no other dependency, so that
 * {@code java src/test/java/dev/tedge/benchmark/GatewayBenchmark.java deploy/tedge} runs it; the Java that runs it runs the gateway.
 */
public final class GatewayBenchmark {

    private static final String THING = "benchmark";
    private static final int RUNS = 10;
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PER_SECOND = 100;
    private static final Duration UNDER_LOAD = Duration.ofSeconds(30);

    private final Path directory;
    private final String tedge;
    private final List<Process> started = new ArrayList<>();

    private GatewayBenchmark(Path directory, String tedge) {
        this.directory = directory;
        this.tedge = tedge;
    }

    /**
     * Runs the gateways.
     *
     * @param args the launcher
     */
    public static void main(String... args) throws IOException, InterruptedException {
        if (args.length != 1) {
            System.err.println("Usage: java GatewayBenchmark.java <LAUNCHER>");
            System.exit(2);
        }
        Path directory = Files.createTempDirectory("tedge-benchmark");
        GatewayBenchmark benchmark = new GatewayBenchmark(
                directory, Path.of(args[0]).toAbsolutePath().toString());
        try {
            benchmark.run();
        } finally {
            benchmark.started.forEach(Process::destroy);
            for (Process process : benchmark.started) {
                process.waitFor();
            }
            delete(directory);
        }
    }

    private void run() throws IOException, InterruptedException {
        int localPort = freePort();
        int cloudPort = freePort();
        Path broker = Files.writeString(
                directory.resolve("mosquitto.conf"),
                "listener %d 127.0.0.1\nallow_anonymous true\n".formatted(localPort));
        start(List.of("mosquitto", "-c", broker.toString()));
        command("cert", "create", "--device-id", THING);
        Acknowledgements atCloud = new Acknowledgements(startCloud(cloudPort));
        command("config", "set", "aws.url", "localhost");
        command("config", "set", "aws.mqtt.port", String.valueOf(cloudPort));
        command("config", "set", "aws.root_cert_path", file("cloud.pem"));
        command("config", "set", "mqtt.client.port", String.valueOf(localPort));
        List<Double> seconds = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            long begin = System.nanoTime();
            Process gateway = start(List.of(tedge, "run", "aws"));
            seconds.add((atCloud.awaitFirst() - begin) / 1e9);
            if (run == RUNS - 1) {
                Thread.sleep(IDLE.toMillis());
                reportMemory("idle", residentMegabytes(gateway));
                reportMemory(PER_SECOND + " messages/s", underLoad(gateway, localPort));
            }
            gateway.destroy();
            gateway.waitFor();
            started.remove(gateway);
        }
        seconds.sort(Comparator.naturalOrder());
        System.out.printf(
                Locale.ROOT,
                "start to first PUBACK of the cloud median %.2f s, quickest %.2f s, slowest %.2f s%n",
                seconds.get(RUNS / 2),
                seconds.get(0),
                seconds.get(RUNS - 1));
    }

    private Process startCloud(int port) throws IOException, InterruptedException {
        String request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
                + " -addext subjectAltName=DNS:localhost";
        List<String> openssl = new ArrayList<>(List.of("openssl"));
        openssl.addAll(List.of(request.split(" ", -1)));
        openssl.addAll(List.of("-keyout", file("cloud.key"), "-out", file("cloud.pem")));
        if (start(openssl).waitFor() != 0) {
            throw new IOException("openssl has made no certificate for the cloud");
        }
        Path config = Files.writeString(directory.resolve("cloud.conf"), """
                user root
                log_dest stdout
                log_type all
                listener %d 127.0.0.1
                cafile %s
                certfile %s
                keyfile %s
                require_certificate true
                use_identity_as_username true
                """.formatted(
                        port, file("device-certs/tedge-certificate.pem"), file("cloud.pem"), file("cloud.key")));
        return start(List.of("stdbuf", "-oL", "mosquitto", "-c", config.toString()));
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    /** What the cloud does, read all the time so that it never waits for us. */
    private static final class Acknowledgements {

        private final BlockingQueue<Map.Entry<String, Long>> lines = new LinkedBlockingQueue<>();

        Acknowledgements(Process cloud) {
            Thread reader = new Thread(() -> read(cloud));
            reader.setDaemon(true);
            reader.start();
        }

        private void read(Process cloud) {
            try {
                cloud.inputReader().lines().forEach(this::happened);
            } catch (UncheckedIOException closed) {
                // The cloud has been ended: nobody waits for more.
            }
        }

        private void happened(String line) {
            if (line.contains("Sending CONNACK to " + THING) || line.contains("Sending PUBACK to " + THING)) {
                lines.add(Map.entry(line, System.nanoTime()));
            }
        }

        /** Waits for the first PUBACK of the next connection, and says when it was sent. */
        long awaitFirst() throws IOException, InterruptedException {
            while (!next().getKey().contains("CONNACK")) {
                // Of the gateway before.
            }
            return next().getValue();
        }

        private Map.Entry<String, Long> next() throws IOException, InterruptedException {
            Map.Entry<String, Long> line = lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (line == null) {
                throw new IOException("Nothing has come to the cloud for " + PATIENCE.toSeconds() + " s");
            }
            return line;
        }
    }

    private double underLoad(Process gateway, int port) throws IOException, InterruptedException {
        Process publisher = start(
                List.of("mosquitto_pub", "-p", String.valueOf(port), "-q", "1", "-t", "te/device/main///m/load", "-l"));
        double most = 0;
        try (OutputStream lines = publisher.getOutputStream()) {
            long begin = System.nanoTime();
            long messages = PER_SECOND * UNDER_LOAD.toSeconds();
            for (long message = 0; message < messages; message++) {
                lines.write("{\"temperature\":21.5}\n".getBytes(StandardCharsets.UTF_8));
                lines.flush();
                long due = begin + message * Duration.ofSeconds(1).toNanos() / PER_SECOND;
                Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
                if (message % PER_SECOND == 0) {
                    most = Math.max(most, residentMegabytes(gateway));
                }
            }
        }
        publisher.waitFor();
        return most;
    }

    private static double residentMegabytes(Process process) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            String line =
                    lines.filter(any -> any.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        }
    }

    private static void reportMemory(String when, double megabytes) {
        System.out.printf(Locale.ROOT, "%-34s%.0f MB%n", "resident memory, " + when, megabytes);
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .putAll(Map.of("TEDGE_CONFIG_DIR", directory.toString(), "JAVA_HOME", System.getProperty("java.home")));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private void command(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tedge));
        command.addAll(List.of(arguments));
        Process process = start(command);
        process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IOException(
                    "tedge " + String.join(" ", arguments) + " ended with exit code " + process.exitValue());
        }
        started.remove(process);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
