package dev.tedge.gateway.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.StoreException;
import dev.tedge.gateway.control.GatewayStatus;
import dev.tedge.gateway.control.GatewayStatus.Kept;
import dev.tedge.gateway.control.GatewayStatus.LinkStatus;
import dev.tedge.gateway.control.GatewayStatus.Links;
import dev.tedge.gateway.control.GatewayStatus.Traffic;
import dev.tedge.gateway.service.ServiceReports.Subject;
import dev.tedge.health.Pulse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program in the place of {@code systemd-notify} is told. */
class ServiceReportsIT {

    private static final Map<String, String> WATCHING =
            Map.of("NOTIFY_SOCKET", "/run/systemd/notify", "WATCHDOG_USEC", "300000");

    private final Path told;
    private final Path program;
    private final AtomicBoolean alive = new AtomicBoolean(true);
    private final AtomicInteger beats = new AtomicInteger();
    private volatile boolean up;
    private volatile boolean unreadable;

    ServiceReportsIT(@TempDir Path directory) throws IOException {
        told = Files.createFile(directory.resolve("told"));
        program = directory.resolve("notify");
        Files.writeString(program, "#!/bin/sh\nprintf '%%s\\n' \"$@\" >>'%s'\n".formatted(told));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void manager_isTold_fromReadyToStopping() throws IOException {
        try (ServiceReports reports = ServiceReports.begin(line(WATCHING), subject())) {
            await("the first line")
                    .until(() -> told().contains("STATUS=connecting to AWS; connecting to the local broker"));
            up = true;
            reports.refresh();
            await("the line after a change").until(() -> told().contains("STATUS=connected to AWS"));
            await("it is fed").until(() -> told().contains("WATCHDOG=1"));
        }
        assertThat(told()).startsWith("READY=1", "STATUS=running").endsWith("STOPPING=1", "STATUS=stopping");
    }

    @Test
    void ready_isToldAgain_untilItIsHeard() throws IOException {
        Path deaf = Files.createFile(told.resolveSibling("deaf"));
        String talks = Files.readString(program);
        Files.writeString(program, talks + "test ! -e '%s'\n".formatted(deaf));
        try (ServiceReports reports = ServiceReports.begin(line(WATCHING), subject())) {
            await("the first line")
                    .until(() -> told().contains("STATUS=connecting to AWS; connecting to the local broker"));
            Files.delete(deaf);
            reports.refresh();
            up = true;
            await("it is heard").until(() -> {
                reports.refresh();
                return told().contains("STATUS=connected to AWS");
            });
            List<String> said = told();
            int heard = said.lastIndexOf("READY=1");
            assertThat(said.subList(0, heard)).contains("READY=1", "STATUS=running");
            // Once it has heard.
            assertThat(said.subList(heard + 1, said.size())).doesNotContain("READY=1");
            assertThat(said.stream().filter("READY=1"::equals)).hasSizeGreaterThan(2);
        }
    }

    @Test
    void watchdog_isNotFed_withoutAPulse() {
        alive.set(false);
        try (ServiceReports reports = ServiceReports.begin(line(WATCHING), subject())) {
            reports.refresh();
            // Whatever followed from the first two was told before the third.
            await("three beats").until(() -> beats.get() >= 3);
            assertThat(told()).doesNotContain("WATCHDOG=1");
            alive.set(true);
            await("it is fed").until(() -> told().contains("WATCHDOG=1"));
        }
    }

    @Test
    void manager_isTold_thatTheStoreCantBeRead() throws IOException {
        unreadable = true;
        up = true;
        try (ServiceReports reports = ServiceReports.begin(line(WATCHING), subject())) {
            await("the line").until(() -> told().contains("STATUS=what is kept can't be read: it is damaged"));
            unreadable = false;
            reports.refresh();
            await("the line after the mending").until(() -> told().contains("STATUS=connected to AWS"));
        }
    }

    @Test
    void refresh_doesNotPileUp_whileTheStatusTakesLong() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Subject subject = new Subject(
                () -> {
                    asked.incrementAndGet();
                    waitFor(slow);
                    return status();
                },
                subject().pulse());
        try (ServiceReports reports = ServiceReports.begin(line(WATCHING), subject)) {
            await("the first question").until(() -> asked.get() == 1);
            for (int i = 0; i < 100; i++) {
                reports.refresh();
            }
            slow.countDown();
            up = true;
            reports.refresh();
            await("the last").until(() -> told().contains("STATUS=connected to AWS"));
            // The first, the one that was waiting, and the one after it if that had begun.
            assertThat(asked).hasValueLessThanOrEqualTo(3);
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void nobody_isTold_withoutAServiceManager() {
        assertThat(line(Map.of())).isEmpty();
        try (ServiceReports reports = ServiceReports.begin(Map.of(), subject())) {
            reports.refresh();
        }
        assertThat(told()).isEmpty();
    }

    @Test
    void watchdog_ofAnotherProcess_isNotOurs() {
        assertThat(line(Map.of("NOTIFY_SOCKET", "x", "WATCHDOG_USEC", "300000", "WATCHDOG_PID", "1")))
                .hasValueSatisfying(line -> assertThat(line.watchdog()).isEmpty());
    }

    @Test
    void program_thatIsMissing_keepsNobodyFromRunning() {
        Optional<ServiceLine> line =
                SystemdNotify.of(WATCHING, told.resolveSibling("nothing").toString());
        try (ServiceReports reports = ServiceReports.begin(line, subject())) {
            reports.refresh();
        }
        assertThat(told()).isEmpty();
    }

    private Optional<ServiceLine> line(Map<String, String> environment) {
        return SystemdNotify.of(environment, program.toString());
    }

    private Subject subject() {
        return new Subject(this::status, patience -> new Pulse(Map.of("self", Runnable::run), this::beat, patience));
    }

    private boolean beat() {
        beats.incrementAndGet();
        return alive.get();
    }

    private GatewayStatus status() {
        if (unreadable) {
            throw new StoreException("it is damaged", null);
        }
        LinkStatus link = new LinkStatus(up, Optional.empty(), Optional.empty());
        Kept nothing = new Kept(Map.of(Priority.HIGH, 0L), 0, Optional.empty(), 0, Optional.empty());
        return new GatewayStatus(Optional.empty(), new Links(link, link), nothing, Traffic.NONE, Optional.empty());
    }

    private List<String> told() {
        try {
            return Files.readAllLines(told);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
