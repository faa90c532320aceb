package dev.tedge.certificate;

import java.time.Duration;

/** Whether a certificate can be used at some moment. */
public sealed interface CertificateStatus {

    /** Usable, and for longer than the owner worries about. */
    record Valid(Duration expiresIn) implements CertificateStatus {}

    /** Still usable, but it is time to renew it. */
    record ExpiresSoon(Duration expiresIn) implements CertificateStatus {}

    /** No longer usable. */
    record Expired(Duration since) implements CertificateStatus {}

    /** Not usable yet: made for later, or the clock is behind. */
    record NotValidYet(Duration validIn) implements CertificateStatus {}
}
