package dev.tedge.gateway;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.certificate.CredentialException;
import dev.tedge.connect.CheckOutcome;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.ReasonCodes;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * What a person can do when the connection to AWS fails, on one line. AWS does not say that a certificate has expired,
 * and a wrong clock makes good certificates invalid; both can be told from here.
 */
final class AwsRemedies {

    /** Older than this program, so no time at which it runs. */
    private static final Instant PAST = Instant.parse("2026-01-01T00:00:00Z");

    private final Path certificate;
    private final InstantSource clock;

    /**
     * @param certificate the device's; read anew for each failure
     * @param clock what the device takes for the time
     */
    AwsRemedies(Path certificate, InstantSource clock) {
        this.certificate = certificate;
        this.clock = clock;
    }

    String of(LinkFailure failure) {
        return switch (failure.kind()) {
            case UNKNOWN_HOST -> "Check aws.url, the device data endpoint of the account, and the name server";
            case UNREACHABLE, TIMEOUT -> "Check the network, the firewall and aws.mqtt.port";
            case PROXY ->
                "Check proxy.address, proxy.username and proxy.password, and what the proxy allows"
                        + " (CONNECT to port 8883 or 443, see aws.mqtt.port)";
            case SERVER_CERTIFICATE -> clockIsWrong() ? setTheClock() : serverCertificate();
            case HOST_NAME -> "Set aws.url to the name in the server's certificate";
            case CLIENT_CERTIFICATE ->
                outOfDate()
                        .orElse("Check with 'tedge cert show' that the certificate is valid, and that it is registered"
                                + " and active in AWS. " + CheckOutcome.JUST_IN_TIME);
            case REFUSED -> AwsReasons.onConnect(failure.reasonCode());
            case TAKEN_OVER -> "Stop the other client, or give this device an id of its own";
            case ENDED_BY_BROKER -> suspected(failure) + AwsReasons.onDisconnect(failure.reasonCode());
            case CLOSED -> outOfDate().orElseGet(() -> closed(failure));
            case OWN_FILES, TLS, OWN_WISH -> "";
        };
    }

    private static String closed(LinkFailure failure) {
        return failure.suspects().isEmpty()
                ? CheckOutcome.JUST_IN_TIME
                        + ". If it happens again and again, check that the certificate is active in AWS and that its policy allows"
                        + " the client id and the topics of this device"
                : suspected(failure) + AwsReasons.POLICY;
    }

    private static String suspected(LinkFailure failure) {
        if (failure.suspects().isEmpty()) {
            return "";
        }
        boolean policy = failure.reasonCode() == 0 || failure.reasonCode() == ReasonCodes.NOT_AUTHORIZED;
        return "Probably %s: %s. "
                .formatted(policy ? "not allowed by the policy" : "because of", failure.suspectsInWords());
    }

    private String serverCertificate() {
        return ("Check the clock, which says %s, and that aws.root_cert_path has the authority of the server,"
                        + " for AWS Amazon Root CA 1")
                .formatted(day(clock.instant()));
    }

    /** With a clock far behind, no chain of certificates is found valid. */
    private boolean clockIsWrong() {
        Instant now = clock.instant();
        return now.isBefore(PAST)
                || details().filter(own -> now.isBefore(own.validFrom())).isPresent();
    }

    private String setTheClock() {
        return "The clock of this device says %s: set it".formatted(day(clock.instant()));
    }

    private Optional<String> outOfDate() {
        Instant now = clock.instant();
        return details().flatMap(own -> {
            if (now.isBefore(own.validFrom())) {
                return Optional.of("The device certificate is not valid before %s. %s"
                        .formatted(day(own.validFrom()), setTheClock()));
            }
            return now.isAfter(own.validUntil()) ? Optional.of(expired(own)) : Optional.empty();
        });
    }

    private String expired(CertificateDetails own) {
        return ("The device certificate expired on %s, and the clock says %s: put a new one in %s, or make it with"
                        + " 'tedge cert remove' and 'tedge cert create', and register it in AWS")
                .formatted(day(own.validUntil()), day(clock.instant()), certificate);
    }

    private Optional<CertificateDetails> details() {
        try {
            return Optional.of(CertificateDetails.read(certificate));
        } catch (CredentialException unreadable) {
            // Then that is the failure, and says so itself.
            return Optional.empty();
        }
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
