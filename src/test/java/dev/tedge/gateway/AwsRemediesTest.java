package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.ReasonCodes;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AwsRemediesTest {

    private static final InstantSource EPOCH = InstantSource.fixed(Instant.EPOCH);

    private final TestingCertificates authority = new TestingCertificates();
    private final Path certificate;

    AwsRemediesTest(@TempDir Path directory) {
        this.certificate = directory.resolve("certificate.pem");
    }

    @ParameterizedTest(name = "CONNACK {0}")
    @CsvSource(delimiter = '|', textBlock = """
            0x80 | unspecified error             | goes on trying
            0x85 | client identifier not valid   | 128 bytes
            0x86 | bad user name or password     | aws.url
            0x87 | not authorized                | iot:Connect
            0x88 | server unavailable            | goes on trying
            0x89 | server busy                   | goes on trying
            0x90 | topic name invalid            | 7 slashes
            0x97 | quota exceeded                | quotas of the account
            0x9B | QoS not supported             | QoS 2
            0x9F | connection rate exceeded      | same device id
            """)
    void aRefusedConnect_hasWordsAndRemedy(int code, String words, String remedy) {
        assertThat(ReasonCodes.words(code)).startsWith(words);
        assertThat(system().of(new LinkFailure(Kind.REFUSED, "no", code))).contains(remedy);
    }

    @ParameterizedTest(name = "DISCONNECT {0}")
    @CsvSource(delimiter = '|', textBlock = """
            0x80 | unspecified error              | goes on trying
            0x81 | malformed packet               | proxy
            0x82 | protocol error                 | proxy
            0x87 | not authorized                 | policy of the certificate
            0x89 | server busy                    | goes on trying
            0x8B | server shutting down           | routine
            0x8D | keep alive timeout             | network, or lower aws.bridge.keepalive_interval
            0x8F | topic filter invalid           | 7 slashes
            0x90 | topic name invalid             | 7 slashes
            0x93 | receive maximum exceeded       | Lower aws.pacer.max_in_flight
            0x94 | topic alias invalid            | report it
            0x95 | packet too large               | 128 KiB
            0x96 | message rate too high          | Lower aws.pacer.max_publishes_per_second
            0x97 | quota exceeded                 | Lower aws.pacer.max_publishes_per_second
            0x98 | administrative action          | disconnected by the account (DeleteConnection) or by AWS's maintenance
            0x9B | QoS not supported              | QoS 2
            0xA0 | maximum connect time           | routine
            0xA1 | subscription identifiers not   | report it
            """)
    void anEndByAws_hasWordsAndRemedy(int code, String words, String remedy) {
        assertThat(ReasonCodes.words(code)).startsWith(words);
        assertThat(system().of(new LinkFailure(Kind.ENDED_BY_BROKER, "bye", code)))
                .containsIgnoringCase(remedy);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"OWN_FILES", "TLS", "OWN_WISH"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyKind_hasARemedy(Kind kind) {
        int code = kind == Kind.REFUSED || kind == Kind.ENDED_BY_BROKER ? ReasonCodes.NOT_AUTHORIZED : 0;
        assertThat(system().of(new LinkFailure(kind, "no", code))).isNotBlank();
    }

    @Test
    void suspects_areNamed() {
        LinkFailure closed = new LinkFailure(Kind.CLOSED, "closed").suspecting(List.of("b", "a"));
        LinkFailure tooDeep = new LinkFailure(Kind.ENDED_BY_BROKER, "ended", 0x90).suspecting(List.of("a"));

        assertThat(system().of(closed))
                .startsWith("Probably not allowed by the policy: 'b', 'a'. Check that the policy");
        assertThat(system().of(tooDeep)).startsWith("Probably because of: 'a'. A route publishes");
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSED", "CLIENT_CERTIFICATE"})
    void anExpiredCertificate_isNamed_withItsDate(Kind kind) throws IOException {
        install(authority.expiredDevice("x"));

        assertThat(system().of(new LinkFailure(kind, "no")))
                .startsWith("The device certificate expired on " + today().minusDays(1))
                .contains(certificate.toString(), "tedge cert create", today().toString());
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOSED", "CLIENT_CERTIFICATE"})
    void aCertificateOfTheFuture_isNamed_withItsDate(Kind kind) throws IOException {
        install(authority.notYetValidDevice("x"));

        assertThat(system().of(new LinkFailure(kind, "no")))
                .isEqualTo("The device certificate is not valid before %s. The clock of this device says %s: set it"
                        .formatted(today().plusDays(1), today()));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "TIMEOUT", "HOST_NAME", "UNKNOWN_HOST"})
    void anExpiredCertificate_isNotTheCause_ofWhatComesBeforeIt(Kind kind) throws IOException {
        install(authority.expiredDevice("x"));

        assertThat(system().of(new LinkFailure(kind, "no"))).doesNotContain("expired");
    }

    @Test
    void aClockBeforeThisProgram_isWrong() {
        assertThat(new AwsRemedies(certificate, EPOCH).of(new LinkFailure(Kind.SERVER_CERTIFICATE, "no")))
                .isEqualTo("The clock of this device says 1970-01-01: set it");
    }

    @Test
    void aClockBeforeOurOwnCertificate_isWrong() throws IOException {
        install(authority.device("x"));
        Instant before = authority.authority().getNotBefore().toInstant().minus(Duration.ofDays(1));
        AwsRemedies behind = new AwsRemedies(certificate, InstantSource.fixed(before));

        assertThat(behind.of(new LinkFailure(Kind.SERVER_CERTIFICATE, "no")))
                .isEqualTo("The clock of this device says %s: set it".formatted(day(before)));
    }

    @Test
    void aGoodClock_isNamedAllTheSame() throws IOException {
        install(authority.device("x"));

        assertThat(system().of(new LinkFailure(Kind.SERVER_CERTIFICATE, "no")))
                .contains("the clock, which says " + today(), "aws.root_cert_path");
    }

    private AwsRemedies system() {
        return new AwsRemedies(certificate, InstantSource.system());
    }

    private void install(TestingIdentity identity) throws IOException {
        identity.writeCertificate(certificate);
    }

    private static LocalDate today() {
        return day(Instant.now());
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
