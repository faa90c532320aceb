package dev.tedge.gateway.control;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.certificate.CredentialException;
import dev.tedge.delivery.Rates;
import dev.tedge.delivery.store.Inventory;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.Totals;
import dev.tedge.gateway.reload.RoutesStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a gateway is at one moment.
 *
 * @param program what runs; empty when it does not
 * @param links its connections
 * @param kept what it keeps on disk
 * @param traffic what passes
 * @param certificate of the device towards AWS; empty when there is none that can be read
 */
public record GatewayStatus(
        Optional<Program> program, Links links, Kept kept, Traffic traffic, Optional<Certificate> certificate) {

    public GatewayStatus {
        Objects.requireNonNull(program, "program");
        Objects.requireNonNull(links, "links");
        Objects.requireNonNull(kept, "kept");
        Objects.requireNonNull(traffic, "traffic");
        Objects.requireNonNull(certificate, "certificate");
    }

    /** A gateway that does not run. */
    public static GatewayStatus stopped(Inventory inventory, Instant now, Optional<Certificate> certificate) {
        return new GatewayStatus(
                Optional.empty(),
                new Links(LinkStatus.NEVER, LinkStatus.NEVER),
                Kept.of(inventory, now),
                Traffic.NONE,
                certificate);
    }

    /** Whether the gateway runs. */
    public boolean running() {
        return program.isPresent();
    }

    /**
     * What runs.
     *
     * @param pid its process
     * @param routes its route files; empty when it is of a release that does not tell
     */
    public record Program(long pid, Optional<RoutesStatus> routes) {}

    /**
     * Both connections.
     *
     * @param local to the local broker
     * @param aws to AWS
     */
    public record Links(LinkStatus local, LinkStatus aws) {}

    /**
     * How a connection stands.
     *
     * @param up whether messages can pass
     * @param since when this began; empty when nobody has tried
     * @param last why it was last not up
     * @param outage for how long it is down, or comes and goes, whatever the clock was set to meanwhile; zero when neither, empty when
     *     nobody tells
     */
    public record LinkStatus(
            boolean up, Optional<Instant> since, Optional<Disconnect> last, Optional<Duration> outage) {

        /** Of a gateway that does not run. */
        public static final LinkStatus NEVER = new LinkStatus(false, Optional.empty(), Optional.empty());

        public LinkStatus {
            Objects.requireNonNull(since, "since");
            Objects.requireNonNull(last, "last");
            Objects.requireNonNull(outage, "outage");
        }

        /** One of which nobody tells how long it is out of order. */
        public LinkStatus(boolean up, Optional<Instant> since, Optional<Disconnect> last) {
            this(up, since, last, Optional.empty());
        }
    }

    /**
     * The end of a connection, or an attempt that failed.
     *
     * @param words cause and remedy, on one line
     * @param at when
     */
    public record Disconnect(String words, Instant at) {}

    /**
     * What is kept on disk.
     *
     * @param outbox messages that wait, by priority
     * @param bytes what they take
     * @param oldest how long the oldest waits
     * @param deadLetters messages that AWS has refused for good
     * @param trouble why no further message can be kept at the moment, on one line
     */
    public record Kept(
            Map<Priority, Long> outbox,
            long bytes,
            Optional<Duration> oldest,
            long deadLetters,
            Optional<String> trouble) {

        public Kept {
            outbox = Collections.unmodifiableMap(new EnumMap<>(outbox));
        }

        /** What an inventory has now. */
        public static Kept of(Inventory inventory, Instant now) {
            Map<Priority, Totals> totals = inventory.outbox();
            Map<Priority, Long> counts = new EnumMap<>(Priority.class);
            for (Priority priority : Priority.values()) {
                Totals waiting = totals.get(priority);
                counts.put(priority, waiting == null ? 0 : waiting.messages());
            }
            return new Kept(
                    counts,
                    totals.values().stream().mapToLong(Totals::bytes).sum(),
                    totals.values().stream()
                            .flatMap(waiting -> waiting.oldest().stream())
                            .min(Instant::compareTo)
                            .map(oldest -> age(oldest, now)),
                    inventory.deadLetters().messages(),
                    inventory.trouble());
        }

        /** Messages that wait, of all priorities. */
        public long depth() {
            return outbox.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Never negative, whatever the clock did in between. */
        static Duration age(Instant since, Instant now) {
            return now.isBefore(since) ? Duration.ZERO : Duration.between(since, now);
        }
    }

    /**
     * What passes.
     *
     * @param rates to AWS
     * @param counters since the start, by name
     */
    public record Traffic(Rates rates, SortedMap<String, Long> counters) {

        /** Nothing passes. */
        public static final Traffic NONE = new Traffic(Rates.NONE, Collections.emptySortedMap());

        public Traffic {
            Objects.requireNonNull(rates, "rates");
            counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
        }
    }

    /**
     * The certificate of the device.
     *
     * @param subject its common name, or the whole name where it has none
     * @param notAfter the last moment of its validity
     * @param daysLeft whole days from now on; negative when it has expired
     */
    public record Certificate(String subject, Instant notAfter, long daysLeft) {

        /** The one in a file; empty when there is none, or it can't be read. */
        public static Optional<Certificate> read(Path file, Instant now) {
            try {
                CertificateDetails details = CertificateDetails.read(file);
                String name = CertificateDetails.commonName(file).orElse(details.subject());
                long days = Math.floorDiv(
                        Duration.between(now, details.validUntil()).toSeconds(), 86_400L);
                return Optional.of(new Certificate(name, details.validUntil(), days));
            } catch (CredentialException unreadable) {
                return Optional.empty();
            }
        }
    }
}
