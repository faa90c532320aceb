package dev.tedge.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateDetailsTest {

    private static final Duration MINIMUM = Duration.ofDays(30);

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a second early, 2026-01-01T09:59:59Z, NotValidYet[validIn=PT1S]",
        "first moment, 2026-01-01T10:00:00Z, Valid[expiresIn=PT1464H]",
        "just above the minimum, 2026-01-31T23:59:59Z, Valid[expiresIn=PT730H1S]",
        "exactly the minimum, 2026-02-01T10:00:00Z, ExpiresSoon[expiresIn=PT720H]",
        "last moment, 2026-03-03T10:00:00Z, ExpiresSoon[expiresIn=PT0S]",
        "a second late, 2026-03-03T10:00:01Z, Expired[since=PT1S]",
    })
    void status_dependsOnTheMoment(String reason, Instant now, String expected) {
        CertificateDetails details = new CertificateDetails(
                "CN=x",
                "CN=x",
                Instant.parse("2026-01-01T10:00:00Z"),
                Instant.parse("2026-03-03T10:00:00Z"),
                BigInteger.ONE,
                "");

        CertificateStatus status = details.status(now, MINIMUM);

        assertThat(status).hasToString(expected);
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

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            order of the certificate | CN=a,O=b,OU=c                 | CN=a, O=b, OU=c                | a
            not ASCII                | CN=Gerät                      | CN=Gerät                       | Gerät
            comma                    | O=Thin\\, Edge,CN=a           | O="Thin, Edge", CN=a           | a
            leading hash             | CN=\\#foo                     | CN="#foo"                      | #foo
            backslash and quote      | CN=a\\\\b\\"c                  | CN=a\\\\b\\"c                   | a\\b"c
            mail address             | E=x@example.org,CN=a          | emailAddress=x@example.org, CN=a | a
            serial number and names  | SERIALNUMBER=7,SURNAME=s,GIVENNAME=g | serialNumber=7, SN=s, GN=g |
            two in one               | OU=b+CN=a,O=c                 | CN=a + OU=b, O=c               | a
            no common name           | O=b                           | O=b                            |
            """)
    void name_isReadAsItIsMeant(String reason, String notation, String text, String common) throws IOException {
        CertificateName name =
                CertificateName.of(new X500Principal(new X500Name(BCStyle.INSTANCE, notation).getEncoded()));

        assertThat(name).hasToString(text);
        assertThat(name.common()).isEqualTo(Optional.ofNullable(common));
    }

    @Test
    void name_drawsNoLinesOfItsOwn() throws IOException {
        X500Name name = new X500NameBuilder()
                .addRDN(BCStyle.CN, new DERUTF8String("a\nStatus: VALID\u001b[2J"))
                .build();

        assertThat(CertificateName.of(new X500Principal(name.getEncoded())))
                .hasToString("CN=a\\0AStatus: VALID\\1B[2J");
    }

    @Test
    void directoryInPlaceOfTheFile_isNamed(@TempDir Path directory) {
        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(() -> CertificateDetails.read(directory))
                .withMessage("reading certificate from " + directory)
                .havingCause()
                .withMessage("Is a directory");
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
