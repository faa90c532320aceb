package dev.tedge.benchmark.peer;

import dev.tedge.benchmark.wire.DelayProxy;
import dev.tedge.benchmark.wire.Generator;
import dev.tedge.benchmark.wire.Receiver;
import dev.tedge.benchmark.wire.Traffic;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.process.MosquittoProcess;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * One run of one peer: a cloud with mutual TLS, a network to it, a local broker, the peer's process, the generator before them and
 * the receiver behind, all of them new.
 */
public final class Rig implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final long PROBE_MILLIS = 10;

    private final Deque<Closeable> begun = new ArrayDeque<>();
    private final Peer peer;
    private final Setup setup;
    private final Site site;
    private final DelayProxy network;
    private final MosquittoProcess local;
    private final Traffic traffic = new Traffic();
    private final Receiver receiver;
    private final Generator generator;
    private Optional<Process> process = Optional.empty();

    /**
     * What is between the generator and the receiver.
     *
     * @param directory an empty one
     * @param roundTrip to the cloud; with 0 there is no network that can be down
     * @param devices so many topics
     * @param size of a payload in bytes
     * @param window how many messages the cloud may be sent without its acknowledgement
     * @param outstanding how many may be on the way at all; 0 for what the peer can bear
     */
    public record Setup(Path directory, Duration roundTrip, int devices, int size, int window, int outstanding) {}

    /** Starts all but the peer's process. */
    public Rig(Peer peer, Setup setup) throws IOException {
        this.peer = peer;
        this.setup = setup;
        try {
            TestingCertificates certificates = new TestingCertificates();
            MosquittoProcess cloud = begin(
                    MosquittoProcess.local(folder("cloud"))
                            .tls(certificates, certificates.server())
                            .requireClientCertificate()
                            .maxInflightMessages(0)
                            .maxQueuedMessages(1_000_000)
                            .start(),
                    MosquittoProcess::close);
            network = begin(new DelayProxy(cloud.port(), setup.roundTrip()), DelayProxy::close);
            boolean direct = setup.roundTrip().isZero();
            site = Site.in(folder("peer"), certificates, direct ? cloud.port() : network.port(), setup.window());
            local = begin(localBroker(), MosquittoProcess::close);
            receiver =
                    begin(new Receiver(peer.isAlone() ? local.port() : cloud.observerPort(), traffic), Receiver::close);
            generator = begin(new Generator(local.port(), load(), traffic), Generator::close);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private MosquittoProcess localBroker() throws IOException {
        var builder = MosquittoProcess.local(folder("local"));
        peer.brokerOptions(site).forEach(builder::option);
        return builder.start();
    }

    private Generator.Load load() {
        List<String> topics = IntStream.range(0, setup.devices())
                .mapToObj(device -> peer.topic(device == 0 ? "main" : "d" + device))
                .toList();
        return new Generator.Load(
                topics, setup.size(), setup.outstanding() > 0 ? setup.outstanding() : peer.outstanding());
    }

    /** Starts the peer's process, if it has one. */
    public void start() throws IOException {
        Optional<ProcessBuilder> command = peer.command(site, local.port());
        if (command.isPresent()) {
            Path log = setup.directory().resolve("peer.log");
            process = Optional.of(command.get()
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start());
        }
    }

    /** Waits until a message passes from one end to the other. */
    public void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        do {
            generator.probe();
            if (System.nanoTime() > deadline
                    || process.filter(p -> !p.isAlive()).isPresent()) {
                throw new IOException(peer.name() + " passes nothing on: "
                        + Files.readString(setup.directory().resolve("peer.log")));
            }
        } while (!receiver.probed().await(PROBE_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** What is between the peer and the cloud. */
    public DelayProxy network() {
        return network;
    }

    public Generator generator() {
        return generator;
    }

    public Receiver receiver() {
        return receiver;
    }

    public Traffic traffic() {
        return traffic;
    }

    /** What the kernel says of the peer; of the local broker, when that is the peer. */
    public ProcessFigures figures() {
        return new ProcessFigures(process.map(Process::pid).orElseGet(local::pid));
    }

    /** Ends everything. */
    @Override
    public void close() throws IOException {
        process.ifPresent(running -> {
            running.destroy();
            running.onExit()
                    .completeOnTimeout(running, START.toSeconds(), TimeUnit.SECONDS)
                    .join();
            running.destroyForcibly().onExit().join();
        });
        while (!begun.isEmpty()) {
            begun.pop().close();
        }
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(setup.directory().resolve(name));
    }

    private interface Ending<T> {
        void end(T part) throws IOException;
    }

    private <T> T begin(T part, Ending<T> ending) {
        begun.push(() -> ending.end(part));
        return part;
    }
}
