package dev.tedge.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateDetailsTest {

    private static final Duration MINIMUM = Duration.ofDays(30);

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a second early, 2026-01-01T09:59:59Z, NotValidYet[validIn=PT1S], false",
        "first moment, 2026-01-01T10:00:00Z, Valid[expiresIn=PT1464H], true",
        "just above the minimum, 2026-01-31T23:59:59Z, Valid[expiresIn=PT730H1S], true",
        "exactly the minimum, 2026-02-01T10:00:00Z, ExpiresSoon[expiresIn=PT720H], true",
        "last moment, 2026-03-03T10:00:00Z, ExpiresSoon[expiresIn=PT0S], true",
        "a second late, 2026-03-03T10:00:01Z, Expired[since=PT1S], false",
    })
    void status_dependsOnTheMoment(String reason, Instant now, String expected, boolean usable) {
        CertificateDetails details = new CertificateDetails(
                "CN=x",
                "CN=x",
                Instant.parse("2026-01-01T10:00:00Z"),
                Instant.parse("2026-03-03T10:00:00Z"),
                BigInteger.ONE,
                "");

        CertificateStatus status = details.status(now, MINIMUM);

        assertThat(status).hasToString(expected);
        assertThat(status.isUsable()).isEqualTo(usable);
    }

    @Test
    void fileWithoutCertificate_isNamed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("x.pem"), "-----BEGIN PRIVATE KEY-----\nAA==\n");

        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> CertificateDetails.read(file))
                .withMessage("decoding certificate from " + file);
        assertThat(CertificateDetails.commonName(file)).isEmpty();
        assertThat(CertificateDetails.commonName(directory.resolve("missing"))).isEmpty();
    }

    @Test
    void brokenCertificate_isNamed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("x.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> CertificateDetails.read(file))
                .withMessage("decoding certificate from " + file);
    }
}
