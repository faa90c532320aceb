package dev.tedge.cli.kept;

import dev.tedge.delivery.Rates;
import dev.tedge.gateway.control.GatewayStatus;
import dev.tedge.gateway.control.GatewayStatus.Certificate;
import dev.tedge.gateway.control.GatewayStatus.Kept;
import dev.tedge.gateway.control.GatewayStatus.LinkStatus;
import dev.tedge.gateway.control.GatewayStatus.Program;
import dev.tedge.gateway.reload.RoutesStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A status as people read it. */
final class StatusText {

    private static final int DATE_LENGTH = "2026-11-23".length();
    private static final String COLUMNS = "%-13s %s";

    private StatusText() {}

    /**
     * The lines of a status. A gateway that does not run has no links and no rates.
     *
     * @param local where the local broker is
     * @param aws where AWS is
     */
    static List<String> of(GatewayStatus status, String local, String aws) {
        List<String> lines = new ArrayList<>();
        if (status.running()) {
            lines.addAll(link("local", status.links().local(), local));
            lines.addAll(link("aws", status.links().aws(), aws));
        }
        status.program().flatMap(Program::routes).ifPresent(routes -> lines.addAll(routes(routes)));
        lines.add(line("outbox", outbox(status.kept())));
        status.kept().trouble().ifPresent(trouble -> lines.add(line("", Words.line(trouble))));
        lines.add(line("dead letters", Words.count(status.kept().deadLetters())));
        if (status.running()) {
            lines.add(line("rates", rates(status.traffic().rates())));
        }
        lines.add(line("certificate", certificate(status.certificate())));
        return lines;
    }

    private static String line(String name, String value) {
        return COLUMNS.formatted(name, value);
    }

    private static List<String> link(String name, LinkStatus link, String endpoint) {
        List<String> lines = new ArrayList<>();
        String since =
                link.since().map(Words::time).map("since %s   "::formatted).orElse("");
        lines.add(line(name, "%-5s %s%s".formatted(link.up() ? "up" : "down", since, endpoint)));
        link.last()
                .ifPresent(last -> lines.add(
                        line("", "last disconnect %s: %s".formatted(Words.time(last.at()), Words.line(last.words())))));
        return lines;
    }

    private static List<String> routes(RoutesStatus routes) {
        List<String> lines = new ArrayList<>();
        lines.add(line(
                "routes", "%d %s in force".formatted(routes.inForce(), routes.inForce() == 1 ? "file" : "files")));
        routes.refused().forEach(fault -> lines.add(line("", "refused " + Words.line(fault.toString()))));
        return lines;
    }

    private static String outbox(Kept kept) {
        if (kept.depth() == 0) {
            return "empty";
        }
        String oldest = kept.oldest()
                .map(Words::age)
                .map(", the oldest %s old"::formatted)
                .orElse("");
        String byPriority = kept.outbox().entrySet().stream()
                .map(entry -> entry.getKey().name().toLowerCase(Locale.ROOT) + " " + Words.count(entry.getValue()))
                .collect(Collectors.joining(", "));
        return "%s %s, %s%s (%s)"
                .formatted(
                        Words.count(kept.depth()),
                        kept.depth() == 1 ? "message" : "messages",
                        Words.size(kept.bytes()),
                        oldest,
                        byPriority);
    }

    private static String rates(Rates rates) {
        return String.format(
                Locale.ROOT,
                "%.1f publishes/s (%.0f %% of the limit is free), %s/s (%.0f %% free)",
                rates.publishesPerSecond(),
                100 * rates.publishHeadroom(),
                Words.size(Math.round(rates.bytesPerSecond())),
                100 * rates.byteHeadroom());
    }

    private static String certificate(Optional<Certificate> certificate) {
        if (certificate.isEmpty()) {
            return "none that can be read";
        }
        Certificate known = certificate.get();
        String day = day(known.notAfter());
        return known.daysLeft() < 0
                ? "%s, expired on %s".formatted(Words.line(known.subject()), day)
                : "%s, %d days left (until %s)".formatted(Words.line(known.subject()), known.daysLeft(), day);
    }

    private static String day(Instant time) {
        return Words.time(time).substring(0, DATE_LENGTH);
    }
}
