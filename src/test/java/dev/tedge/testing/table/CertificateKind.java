package dev.tedge.testing.table;

import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import java.util.Locale;

/** The certificates that a row can ask for, in lower case with {@code -}. */
enum CertificateKind {
    SELF_SIGNED,
    ISSUED,
    ISSUED_RSA,
    EXPIRED,
    NOT_YET_VALID;

    static CertificateKind of(String word) {
        return valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    TestingIdentity make(String commonName) {
        return switch (this) {
            case SELF_SIGNED -> TestingCertificates.selfSigned(commonName);
            case ISSUED -> new TestingCertificates().device(commonName);
            case ISSUED_RSA -> new TestingCertificates().rsaDevice(commonName);
            case EXPIRED -> new TestingCertificates().expiredDevice(commonName);
            case NOT_YET_VALID -> new TestingCertificates().notYetValidDevice(commonName);
        };
    }
}
