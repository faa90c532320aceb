package dev.tedge.testing.process;

import static org.awaitility.Awaitility.await;

import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Debian's {@code mosquitto} as a process of its own on 127.0.0.1, as the local broker or as "the
 * cloud". Its configuration, log ({@code mosquitto.log}) and state are in the directory that the test
 * gives. The test closes it; what it forgets ends with the JVM.
 *
 * <p>What a test must know about mosquitto 2.0.11, the version of Debian 12:
 *
 * <ul>
 *   <li>It sends more unacknowledged messages than the Receive Maximum of an MQTT 5 client allows when it
 *       has a backlog for that client. A client that takes this as the protocol error that it is
 *       disconnects: set no Receive Maximum towards it.
 *   <li>A session that began with Clean Start on is forgotten at a restart, expiry or not, even after
 *       SIGTERM. With Clean Start off it is kept.
 *   <li>It saves its state at SIGTERM and every half hour, not in between: {@link #kill} loses all since
 *       then, acknowledged or not, unless {@code autosave_interval} and {@code autosave_on_changes} are
 *       set, which slow it down by a factor of ten.
 *   <li>Without {@code set_tcp_nodelay} small bursts wait some 40 ms; it is set here.
 *   <li>It forwards no topic aliases and sends no DISCONNECT 0x8E to a session that is taken over.
 *   <li>At most 1000 messages wait for an absent client unless {@code max_queued_messages} says
 *       otherwise; the rest is dropped without a word to the publisher.
 *   <li>{@code max_queued_messages 0} means no limit for subscribers, but a client whose publish is refused
 *       is then disconnected: its empty queue counts as full.
 *   <li>Its access control never refuses a subscription, it withholds the messages; a refused publish
 *       gives PUBACK 0x87 with MQTT 5 and looks like success with MQTT 3.1.1. The connection stays. AWS
 *       IoT Core disconnects in both cases.
 *   <li>What its access control allows to clients without a name does not hold for their sessions that it has restored after a
 *       restart: until such a client is back, what comes for it is dropped without a word. With a user name all is well.
 *   <li>A filter {@code a/#} matches {@code a}, which AWS IoT Core's does not.
 * </ul>
 */
public final class MosquittoProcess implements AutoCloseable {

    /** A user name for a client of {@link #observerPort} whose session is to survive a restart of a {@link #cloud}. */
    public static final String OBSERVER = "observer";

    /** As good as endless; 0 would disconnect a device whose publish is refused. */
    private static final int QUEUE_OF_CLOUD = 1_000_000;

    private static final Duration START = Duration.ofSeconds(20);

    private final Path directory;
    private final int port;
    private final int observerPort;
    private Optional<Process> process = Optional.empty();

    MosquittoProcess(Path directory, int port, int observerPort) {
        this.directory = directory;
        this.port = port;
        this.observerPort = observerPort;
    }

    /** A plain broker that lets everybody do everything, without persistence, until the builder says otherwise. */
    public static MosquittoBuilder local(Path directory) {
        return new MosquittoBuilder(directory);
    }

    /**
     * A broker that behaves towards devices as the documented policy for AWS IoT Core does: TLS, a client
     * certificate of the given CA is a must, its CN is the thing, and a thing reaches its own topics
     * only. Persistent, with long queues. The {@link #observerPort} is open to the test.
     */
    public static MosquittoBuilder cloud(Path directory, TestingCertificates certificates) throws IOException {
        return new MosquittoBuilder(directory)
                .tls(certificates, certificates.server())
                .requireClientCertificate()
                .accessOfThings()
                .persistence()
                .maxQueuedMessages(QUEUE_OF_CLOUD);
    }

    /** Whether this machine has mosquitto; see {@link RequiresMosquitto}. */
    public static boolean isInstalled() {
        return find("mosquitto").isPresent();
    }

    /** The listener under test: TLS when that was asked for, else plain. */
    public int port() {
        return port;
    }

    /** A plain listener without access rules for the test's own eyes; the same as {@link #port} without TLS. */
    public int observerPort() {
        return observerPort;
    }

    /** The operating system's number of it, until it is started again. */
    public long pid() {
        return running().pid();
    }

    /** What mosquitto has logged since the first start. */
    public String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows another certificate from the next {@link #start} or {@link #reload} on. */
    public void useServerCertificate(TestingIdentity server) throws IOException {
        server.write(directory, MosquittoBuilder.SERVER_NAME);
    }

    /** Starts it again after {@link #stop} or {@link #kill}, on the same ports with the same state. */
    public void start() {
        if (process.filter(Process::isAlive).isPresent()) {
            throw new IllegalStateException("mosquitto is running on port " + port);
        }
        try {
            Process started = ChildProcesses.start(new ProcessBuilder(
                            executable("mosquitto"), "-c", configFile().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile())));
            process = Optional.of(started);
            await("mosquitto accepts a CONNECT")
                    .atMost(START)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !started.isAlive() || MqttConnectCheck.isAnswered("127.0.0.1", observerPort));
            if (!started.isAlive()) {
                throw new IllegalStateException("mosquitto ended with " + started.exitValue() + ": " + log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM: it saves its state, if it is persistent. Does nothing when it is not running. */
    public void stop() {
        process.ifPresent(ChildProcesses::terminate);
        process = Optional.empty();
    }

    /** SIGKILL: what it had not saved is lost. Does nothing when it is not running. */
    public void kill() {
        process.ifPresent(ChildProcesses::kill);
        process = Optional.empty();
    }

    /** SIGHUP: certificates and passwords are those in the files from now on. Connections stay, the port stays open. */
    public void reload() {
        ChildProcesses.signal(running(), "HUP");
    }

    /** SIGUSR1: it saves its state now, as it does every half hour, if it is persistent. */
    public void save() {
        long before = saves();
        ChildProcesses.signal(running(), "USR1");
        await("mosquitto saves its state")
                .atMost(START)
                .pollInterval(Duration.ofMillis(20))
                // It does one thing after the other: when it answers, it has saved.
                .until(() -> saves() > before && MqttConnectCheck.isAnswered("127.0.0.1", observerPort));
    }

    private Process running() {
        return process.orElseThrow(() -> new IllegalStateException("mosquitto is not running"));
    }

    private long saves() {
        return log().lines()
                .filter(line -> line.contains("Saving in-memory database"))
                .count();
    }

    /** {@link #stop} and {@link #start}. */
    public void restart() {
        stop();
        start();
    }

    @Override
    public void close() {
        stop();
    }

    Path configFile() {
        return directory.resolve("mosquitto.conf");
    }

    private Path logFile() {
        return directory.resolve("mosquitto.log");
    }

    static String executable(String name) {
        return find(name)
                .map(Path::toString)
                .orElseThrow(() -> new IllegalStateException(
                        name + " is not on PATH nor in /usr/sbin; install it with: apt-get install mosquitto"));
    }

    /** Debian keeps the broker in /usr/sbin, which is not on every user's PATH. */
    private static Optional<Path> find(String name) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.concat(Arrays.stream(path.split(":", -1)), Stream.of("/usr/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
