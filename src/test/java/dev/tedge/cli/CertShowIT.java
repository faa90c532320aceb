package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.testing.process.Openssl;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code cert show} prints is what OpenSSL prints. Needs {@code openssl} on the PATH. */
class CertShowIT {

    private static final DateTimeFormatter OPENSSL_DATE =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss yyyy 'GMT'", Locale.ENGLISH);

    private final Path certificate;
    private final TestingConsole console;

    CertShowIT(@TempDir Path directory) {
        this.certificate = directory.resolve("device-certs/tedge-certificate.pem");
        this.console = new TestingConsole(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec256", "ec384", "rsa2048"})
    void show_agreesWithOpenssl(String type) {
        console.run("cert create --device-id my-device --key-type " + type);

        assertAgreement(certificate, "cert show");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec256", "ec384", "rsa2048"})
    void showNew_agreesWithOpenssl(String type) {
        console.run("cert create --device-id my-device --key-type " + type);
        console.at("2027-01-01T00:00:00Z").run("cert renew");

        assertAgreement(Path.of(certificate + ".new"), "cert show --new");
    }

    private void assertAgreement(Path file, String command) {
        Map<String, String> ours = fields(console.run(command).out(), ":");
        Map<String, String> theirs = fields(
                Openssl.run(Path.of("."), "x509 -noout -subject -issuer -dates -serial -fingerprint -sha1 -in " + file),
                "=");

        assertThat(field(ours, "Subject")).isEqualTo(field(theirs, "subject").replace(" = ", "="));
        assertThat(field(ours, "Issuer")).isEqualTo(field(theirs, "issuer").replace(" = ", "="));
        assertThat(date(field(ours, "Valid from"))).isEqualTo(opensslDate(field(theirs, "notBefore")));
        assertThat(date(field(ours, "Valid until"))).isEqualTo(opensslDate(field(theirs, "notAfter")));
        BigInteger serial = new BigInteger(field(theirs, "serial"), 16);
        assertThat(field(ours, "Serial number")).isEqualTo("%d (0x%<x)".formatted(serial));
        assertThat(field(ours, "Thumbprint"))
                .isEqualTo(field(theirs, "sha1 Fingerprint").replace(":", ""));
    }

    private static LocalDateTime date(String text) {
        return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                .withZoneSameInstant(ZoneOffset.UTC)
                .toLocalDateTime();
    }

    private static LocalDateTime opensslDate(String text) {
        return LocalDateTime.parse(text, OPENSSL_DATE);
    }

    private static String field(Map<String, String> fields, String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }

    private static Map<String, String> fields(String text, String separator) {
        Map<String, String> fields = new HashMap<>();
        text.lines().forEach(line -> {
            int at = line.indexOf(separator);
            fields.put(line.substring(0, at), line.substring(at + 1).strip());
        });
        return fields;
    }
}
