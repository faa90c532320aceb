package dev.tedge.connect;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.certificate.CertificateStatus;
import dev.tedge.certificate.ClientIdentity;
import dev.tedge.certificate.CredentialException;
import dev.tedge.certificate.TlsContexts;
import dev.tedge.config.ConfigException;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What can be known to go wrong before anything is written and before the first packet: the endpoint, the device's certificate
 * and key, its id, and the root certificates.
 */
public final class ConnectChecks {

    private final TedgeConfig config;
    private final Instant now;

    /**
     * Reads nothing yet.
     *
     * @param config in which {@code aws.url} and the device id have values
     * @param now for the validity of the certificate
     */
    public ConnectChecks(TedgeConfig config, Instant now) {
        this.config = config;
        this.now = now;
    }

    /** Looks at everything, so that all problems are told at once. Reads files, writes none. */
    public Findings findings() {
        return settings().and(identity());
    }

    /** The same while a new certificate waits to replace the device's: that one may have expired. */
    public Findings findingsBeforeRenewal() {
        Findings own = identity();
        return settings()
                .and(own.problems().stream().allMatch(this::isExpiry) ? new Findings(List.of(), own.problems()) : own);
    }

    /** The same for a user who may not read the private key: only the gateway has to. */
    public Findings findingsWithoutKey() {
        Path key = config.value(Settings.AWS_DEVICE_KEY_PATH);
        return Files.notExists(key) || Files.isReadable(key)
                ? findings()
                : settings()
                        .and(certificateAlone())
                        .and(Findings.warning("The private key %s can't be read, and is not checked".formatted(key)));
    }

    private Findings certificateAlone() {
        Path certificate = config.value(Settings.AWS_DEVICE_CERT_PATH);
        try {
            return validity(CertificateDetails.read(certificate), certificate).and(name(certificate));
        } catch (CredentialException unusable) {
            return Findings.problem(oneLine(unusable));
        }
    }

    private Findings settings() {
        return Stream.of(EndpointCheck.of(config.value(Settings.AWS_URL)), deviceId(), rootCertificates())
                .reduce(Findings.NONE, Findings::and);
    }

    private Findings identity() {
        ClientIdentity identity = new ClientIdentity(
                config.value(Settings.AWS_DEVICE_CERT_PATH), config.value(Settings.AWS_DEVICE_KEY_PATH));
        try {
            CertificateDetails details = CertificateDetails.of(identity.load().certificate());
            return validity(details, identity.certificate()).and(name(identity.certificate()));
        } catch (CredentialException unusable) {
            return Findings.problem(oneLine(unusable));
        }
    }

    private Findings validity(CertificateDetails details, Path file) {
        Duration soon = config.value(Settings.CERTIFICATE_MINIMUM_DURATION);
        CertificateStatus status = details.status(now, soon);
        if (status instanceof CertificateStatus.Expired) {
            return Findings.problem(
                    expiry(file) + day(details.validUntil()) + ". Make a new one and register it in AWS");
        }
        if (status instanceof CertificateStatus.NotValidYet) {
            return Findings.problem(
                    "The device certificate %s is valid from %s on, and the clock says %s. Set the clock"
                            .formatted(file, second(details.validFrom()), second(now)));
        }
        return status instanceof CertificateStatus.ExpiresSoon
                ? Findings.warning("The device certificate %s expires on %s: renew it in time"
                        .formatted(file, day(details.validUntil())))
                : Findings.NONE;
    }

    private boolean isExpiry(String problem) {
        return problem.startsWith(expiry(config.value(Settings.AWS_DEVICE_CERT_PATH)));
    }

    private static String expiry(Path file) {
        return "The device certificate %s has expired on ".formatted(file);
    }

    /** The policy ties topics and client id to the name of the thing, which is the common name. */
    private Findings name(Path certificate) {
        Optional<String> commonName = CertificateDetails.commonName(certificate);
        if (commonName.isEmpty()) {
            return Findings.problem("The device certificate %s has no common name (CN): it must be the device id '%s'"
                    .formatted(certificate, config.value(Settings.AWS_DEVICE_ID)));
        }
        return Findings.NONE;
    }

    private Findings deviceId() {
        try {
            config.thingName();
            return Findings.NONE;
        } catch (ConfigException unusable) {
            return Findings.problem(String.valueOf(unusable.getMessage()));
        }
    }

    private Findings rootCertificates() {
        try {
            TlsContexts.client(Optional.of(config.value(Settings.AWS_ROOT_CERT_PATH)), Optional.empty());
            return Findings.NONE;
        } catch (CredentialException unusable) {
            return Findings.problem("%s: %s".formatted(Settings.AWS_ROOT_CERT_PATH, oneLine(unusable)));
        }
    }

    private static String day(Instant time) {
        return time.toString().substring(0, "2026-01-01".length());
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The messages of an exception and its causes. */
    private static String oneLine(Throwable failure) {
        List<String> reasons = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String reason = String.valueOf(cause.getMessage()).replaceAll("\\s*\\R\\s*", " ");
            if (reasons.stream().noneMatch(told -> told.contains(reason))) {
                reasons.add(reason);
            }
        }
        return String.join(": ", reasons);
    }
}
