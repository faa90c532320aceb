package dev.tedge.cli;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.certificate.CertificateStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** Certificates as {@code tedge cert show} prints them. */
final class CertificateText {

    /** RFC 2822: {@code Tue, 09 Mar 2021 14:10:30 +0000}. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss xx", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final int DAYS_OF_A_YEAR = 365;

    private CertificateText() {}

    /** The block of lines that describes a certificate. */
    static List<String> of(Path file, CertificateDetails details, CertificateStatus status, Ansi ansi) {
        return List.of(
                "Certificate:   " + file,
                "Subject:       " + details.subject(),
                "Issuer:        " + details.issuer(),
                of(status, ansi),
                "Valid from:    " + of(details.validFrom()),
                "Valid until:   " + of(details.validUntil()),
                "Serial number: %d (0x%<x)".formatted(details.serialNumber()),
                "Thumbprint:    " + details.thumbprint());
    }

    /** The line that tells whether a certificate can be used. */
    static String of(CertificateStatus status, Ansi ansi) {
        return "Status:        " + ansi.string(of(status));
    }

    private static String of(CertificateStatus status) {
        if (status instanceof CertificateStatus.Valid valid) {
            return "@|green VALID (expires in: %s)|@".formatted(of(valid.expiresIn()));
        }
        if (status instanceof CertificateStatus.ExpiresSoon soon) {
            return "@|yellow EXPIRES SOON (expires in: %s)|@".formatted(of(soon.expiresIn()));
        }
        if (status instanceof CertificateStatus.NotValidYet later) {
            return "@|red NOT VALID YET (will be in: %s)|@".formatted(of(later.validIn()));
        }
        return "@|red EXPIRED (since: %s)|@".formatted(of(((CertificateStatus.Expired) status).since()));
    }

    /** Years, days, hours, minutes and seconds, without those that are zero. */
    static String of(Duration duration) {
        long days = duration.toDays();
        List<String> parts = new ArrayList<>();
        add(parts, days / DAYS_OF_A_YEAR, "y");
        add(parts, days % DAYS_OF_A_YEAR, "d");
        add(parts, duration.toHoursPart(), "h");
        add(parts, duration.toMinutesPart(), "m");
        add(parts, duration.toSecondsPart(), "s");
        return parts.isEmpty() ? "0s" : String.join(" ", parts);
    }

    private static void add(List<String> parts, long amount, String unit) {
        if (amount > 0) {
            parts.add(amount + unit);
        }
    }

    private static String of(Instant instant) {
        return DATE.format(instant);
    }
}
