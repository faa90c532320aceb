package dev.tedge.benchmark.scenario;

import dev.tedge.benchmark.peer.Installation;
import dev.tedge.benchmark.peer.Peer;
import dev.tedge.benchmark.peer.Peers;
import dev.tedge.benchmark.peer.Rig;
import dev.tedge.benchmark.report.Figure;
import dev.tedge.benchmark.report.Figure.Measure;
import dev.tedge.benchmark.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What scenarios share: who is measured, how much, and where figures go. Each figure is also printed as it comes. */
public final class Bench {

    private final Options options;
    private final Installation gateway;
    private final List<Installation> otherJdks;
    private final Report report;

    /** One run of one peer. */
    @FunctionalInterface
    interface Run {
        void measure(Peer peer, int number) throws Exception;
    }

    /** Nothing runs yet. */
    public Bench(Options options, Installation gateway, List<Installation> otherJdks, Report report) {
        this.options = options;
        this.gateway = gateway;
        this.otherJdks = List.copyOf(otherJdks);
        this.report = report;
    }

    Options options() {
        return options;
    }

    Installation gateway() {
        return gateway;
    }

    /** The same gateway on other JDKs. */
    List<Installation> otherJdks() {
        return otherJdks;
    }

    List<Peer> peers() {
        return Peers.all(gateway).stream()
                .filter(peer -> options.wants(peer.name()))
                .toList();
    }

    /** All peers once, then all again, and so on. One that fails is reported, and the others go on. */
    void inTurns(List<Peer> peers, Run run) {
        for (int number = 1; number <= options.runs(); number++) {
            for (Peer peer : peers) {
                try {
                    run.measure(peer, number);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (Exception e) {
                    System.out.printf("FAILED: run %d of %s: %s%n", number, peer.name(), e.getMessage());
                }
            }
        }
    }

    /** Everything for one run but the peer's process, in a directory that is deleted afterwards. */
    void withRig(Peer peer, Load load, RigUse use) throws Exception {
        Path directory = Files.createTempDirectory("tedge-benchmark");
        try (Rig rig = new Rig(peer, load.setup(directory))) {
            use.with(rig);
        } finally {
            delete(directory);
        }
    }

    void add(int run, Measure measure, Peer peer, double value) {
        add(run, measure, peer.name(), value);
    }

    void add(int run, Measure measure, String peer, double value) {
        report.add(new Figure(run, measure, peer, value));
        System.out.printf(
                Locale.ROOT,
                "%s, %s, run %d: %s %s %.3f %s%n",
                measure.scenario(),
                measure.setting(),
                run,
                peer,
                measure.name(),
                value,
                measure.unit());
    }

    /** What is done with a rig. */
    @FunctionalInterface
    interface RigUse {
        void with(Rig rig) throws Exception;
    }

    /**
     * What is published, and over which way.
     *
     * @param roundTrip to the cloud
     * @param devices topics
     * @param size of a payload
     * @param window without acknowledgement by the cloud
     */
    record Load(Duration roundTrip, int devices, int size, int window, int outstanding) {

        static final Load SMALL = new Load(Duration.ZERO, 1, 64, 1_000, 0);

        Load size(int bytes) {
            return new Load(roundTrip, devices, bytes, window, outstanding);
        }

        Load devices(int count) {
            return new Load(roundTrip, count, size, window, outstanding);
        }

        Load roundTrip(Duration time) {
            return new Load(time, devices, size, window, outstanding);
        }

        Load window(int messages) {
            return new Load(roundTrip, devices, size, messages, outstanding);
        }

        Load outstanding(int messages) {
            return new Load(roundTrip, devices, size, window, messages);
        }

        Rig.Setup setup(Path directory) {
            return new Rig.Setup(directory, roundTrip, devices, size, window, outstanding);
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
