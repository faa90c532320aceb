package dev.tedge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.Totals;
import dev.tedge.link.Link;
import dev.tedge.link.LinkConfig;
import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.Publisher;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.SessionConfig;
import dev.tedge.link.session.Tls;
import dev.tedge.simulator.AwsIotSimulator;
import dev.tedge.simulator.CloudMessage;
import dev.tedge.simulator.quota.Quotas;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import dev.tedge.testing.ThisProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day without AWS: a million measurements on disk, and then an alarm. Prints what it measures. */
class DayOfflineIT {

    private static final int FEW = 1_000;
    private static final int MANY = 1_000_000;
    private static final int STEP = 100_000;
    private static final int TOPICS = 4;
    private static final int WINDOW = 90;
    private static final int DRAINED = 900;
    private static final int AT_ONCE = 2_000;
    private static final long MIB = 1 << 20;
    private static final Map<Priority, Overflow> OVERFLOW =
            Map.of(Priority.HIGH, Overflow.HOLD, Priority.MEDIUM, Overflow.HOLD, Priority.LOW, Overflow.HOLD);
    private static final String THING = "robot-7";
    private static final String ALARM = "thinedge/robot-7/td/device:main/a/fire";

    private final TestingCertificates authority = new TestingCertificates();
    private final TestingIdentity device = TestingCertificates.selfSigned(THING);
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final AtomicLong failures = new AtomicLong();
    private final Semaphore unsafe = new Semaphore(AT_ONCE);
    private final Pacer pacer = new Pacer(Optional.of(new Pacer.Limits(90, 480 << 10)));

    private record Arrival(long nanos, String topic, String text) {}

    @TempDir
    private Path folder;

    @Test
    void aMillionMessages_costDiskOnly_andAnAlarmOvertakesThem() throws Exception {
        store();
        try (AwsIotSimulator cloud = simulator();
                Link link = link(cloud.port());
                Delivery delivery = open(link)) {
            link.onChangeAfterOutcomes(state -> delivery.linkChanged(state.up()));
            link.start();
            awaitArrivals(DRAINED / 2);
            publish(delivery, ALARM, "fire");
            int before = arrivals.size();
            awaitArrivals(DRAINED);
            delivery.stop();
            link.drain(Duration.ofSeconds(5));

            assertThat(arrivals.subList(0, before + WINDOW + 1))
                    .as("what comes before the alarm, and the alarm")
                    .extracting(Arrival::topic)
                    .contains(ALARM);
            assertThat(cloud.counters().overQuota().publishes()).isZero();
            assertPace();
        }
        assertOrder();
        assertThat(failures).hasValue(0);
    }

    /** In threads, one for each topic, as sensors do. */
    private void store() throws Exception {
        long few;
        try (Delivery delivery = open(nowhere())) {
            publish(delivery, 0, FEW);
            few = ThisProcess.heap();
            System.out.println("  messages  append ms  heap KiB  file MiB");
            report(FEW, 0);
        }
        long bytesToOpen = bytesToOpen(FEW);
        try (Delivery delivery = open(nowhere())) {
            for (int first = FEW; first < MANY; first = first - first % STEP + STEP) {
                long start = System.nanoTime();
                publish(delivery, first, first - first % STEP + STEP);
                report(first - first % STEP + STEP, (System.nanoTime() - start) / 1_000_000);
            }
            assertThat(ThisProcess.heap() - few).as("heap for a million").isLessThan(10 * MIB);
        }
        assertThat(bytesToOpen(MANY)).as("bytes read to open").isLessThan(bytesToOpen + MIB);
    }

    private long bytesToOpen(int messages) throws IOException {
        long before = ThisProcess.bytesRead();
        long start = System.nanoTime();
        try (Delivery delivery = open(nowhere())) {
            long millis = (System.nanoTime() - start) / 1_000_000;
            long read = ThisProcess.bytesRead() - before;
            System.out.printf("  opened with %d in %d ms, reading %d KiB%n", messages, millis, read / 1024);
            assertThat(delivery.inventory().outbox())
                    .extractingByKey(Priority.LOW)
                    .returns((long) messages, Totals::messages);
            return read;
        }
    }

    private void publish(Delivery delivery, int first, int end) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(TOPICS);
        try {
            List<Future<?>> sensors = new ArrayList<>();
            for (int i = 0; i < TOPICS; i++) {
                int number = i;
                sensors.add(threads.submit(() -> {
                    for (int message = first + number; message < end; message += TOPICS) {
                        publish(delivery, "thinedge/robot-7/td/device:main/m/" + number, payload(message));
                    }
                    return null;
                }));
            }
            for (Future<?> sensor : sensors) {
                sensor.get();
            }
        } finally {
            threads.shutdown();
        }
        await().until(() -> unsafe.availablePermits() == AT_ONCE);
    }

    private void publish(Delivery delivery, String topic, String text) throws InterruptedException {
        unsafe.acquire();
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        delivery.publish(new OutboundMessage(topic, payload, 1, false), new Publisher.Callback() {
            @Override
            public void delivered() {
                unsafe.release();
            }

            @Override
            public void failed(Exception failure) {
                failures.incrementAndGet();
                unsafe.release();
            }
        });
    }

    private static String payload(int number) {
        return "{\"temperature\":%d}".formatted(number);
    }

    private static Publisher nowhere() {
        return (message, callback) -> {
            throw new AssertionError("The link is down");
        };
    }

    private Delivery open(Publisher aws) {
        OutboxConfig config = new OutboxConfig(folder, 1L << 40, Duration.ofDays(7), OVERFLOW, 1 << 20);
        return Delivery.open(config, new Delivery.Way(aws, WINDOW), new Delivery.Reports() {
            @Override
            public void refused(PublishRefusedException refusal) {
                failures.incrementAndGet();
            }

            @Override
            public void broken(String reason) {
                failures.incrementAndGet();
            }
        });
    }

    private AwsIotSimulator simulator() throws IOException {
        TestingIdentity server = authority.server();
        return AwsIotSimulator.builder()
                .serverIdentity(server.key(), List.of(server.certificate()))
                .device(device.certificate())
                .quotas(Quotas.AWS)
                .onMessage(this::arrived)
                .start();
    }

    private void arrived(CloudMessage message) {
        arrivals.add(new Arrival(System.nanoTime(), message.topic(), message.text()));
    }

    private Link link(int port) {
        SessionConfig session = SessionConfig.to("localhost", port, THING)
                .tls(new Tls(() -> authority.clientContext(device), List.of()))
                .build();
        return new Link(
                new LinkConfig("aws", session, WINDOW, Duration.ofSeconds(1), Duration.ofSeconds(2), failure -> ""),
                pacer);
    }

    private void awaitArrivals(int count) {
        await().atMost(Duration.ofSeconds(60)).until(() -> arrivals.size() >= count);
    }

    /** AWS counts arrivals, which bunch up when a machine is busy: its quota allows for that, a stop-watch does not. */
    private void assertPace() {
        long[] times = arrivals.stream().mapToLong(Arrival::nanos).toArray();
        int most = 0;
        int first = 0;
        for (int last = 0; last < times.length; last++) {
            while (times[last] - times[first] >= 1_000_000_000L) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        double seconds = (times[times.length - 1] - times[0]) / 1e9;
        System.out.printf("  drained %d in %.1f s, at most %d in a second%n", times.length, seconds, most);
        assertThat(times.length).isLessThanOrEqualTo((int) (90 * seconds) + WINDOW + 10);
    }

    private void assertOrder() {
        for (int i = 0; i < TOPICS; i++) {
            String topic = "thinedge/robot-7/td/device:main/m/" + i;
            List<String> texts = arrivals.stream()
                    .filter(arrival -> arrival.topic().equals(topic))
                    .map(Arrival::text)
                    .toList();
            assertThat(texts).hasSizeGreaterThan(10);
            assertThat(texts)
                    .isEqualTo(IntStream.iterate(i, number -> number + TOPICS)
                            .limit(texts.size())
                            .mapToObj(DayOfflineIT::payload)
                            .toList());
        }
    }

    private void report(int messages, long millis) throws IOException {
        long size = Files.size(folder.resolve("messages.db")) + Files.size(folder.resolve("messages.db-wal"));
        System.out.printf("%10d %10d %9d %9d%n", messages, millis, ThisProcess.heap() / 1024, size / MIB);
    }
}
