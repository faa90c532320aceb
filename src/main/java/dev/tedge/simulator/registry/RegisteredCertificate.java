package dev.tedge.simulator.registry;

import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.service.CertificateId;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A certificate that AWS knows.
 *
 * @param certificate of the device
 * @param status whether it may connect
 * @param thing name of the thing to which it is attached; a claim certificate has none
 * @param policies what it may do, all together; an empty list allows nothing, and with no list the policy of the
 *     simulator counts
 */
public record RegisteredCertificate(
        X509Certificate certificate,
        CertificateStatus status,
        Optional<String> thing,
        Optional<List<PolicyDocument>> policies) {

    public RegisteredCertificate {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(thing, "thing");
        policies = policies.map(List::copyOf);
    }

    /** Active, attached to a thing, with the simulator's policy. */
    public static RegisteredCertificate of(X509Certificate certificate, String thing) {
        return new RegisteredCertificate(certificate, CertificateStatus.ACTIVE, Optional.of(thing), Optional.empty());
    }

    /** Active, attached to a thing, with a policy of its own. */
    public static RegisteredCertificate of(X509Certificate certificate, String thing, PolicyDocument policy) {
        return new RegisteredCertificate(
                certificate, CertificateStatus.ACTIVE, Optional.of(thing), Optional.of(List.of(policy)));
    }

    /** Active, attached to no thing: a certificate with which devices ask for one of their own. */
    public static RegisteredCertificate claim(X509Certificate certificate, PolicyDocument policy) {
        return new RegisteredCertificate(
                certificate, CertificateStatus.ACTIVE, Optional.empty(), Optional.of(List.of(policy)));
    }

    /** The id that AWS gives to a certificate: the SHA-256 hash of its DER encoding, 64 hexadecimal digits. */
    public static String id(X509Certificate certificate) {
        return CertificateId.of(certificate);
    }

    /** See {@link #id(X509Certificate)}. */
    public String id() {
        return id(certificate);
    }

    /** The same certificate with another status. */
    public RegisteredCertificate with(CertificateStatus newStatus) {
        return new RegisteredCertificate(certificate, newStatus, thing, policies);
    }

    /** The id; a certificate is long. */
    @Override
    public String toString() {
        return "RegisteredCertificate[" + id() + ", " + status + ", thing=" + thing.orElse("-") + "]";
    }
}
