package dev.tedge.simulator;

import dev.tedge.simulator.registry.CertificateStatus;
import dev.tedge.simulator.registry.RegisteredCertificate;
import dev.tedge.simulator.registry.Registry;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The registered device certificates, as the trust of the TLS handshake.
 *
 * <p>AWS trusts a certificate because it is registered and active, whoever signed it: also a self-signed one
 * (AWS IoT Developer Guide, "X.509 client certificates" and "Register a client certificate"). The handshake itself
 * proves that the device has the key.
 */
final class DeviceRegistry extends X509ExtendedTrustManager {

    private final Registry registry;
    private final Predicate<X509Certificate> isNew;
    private final Consumer<SimulatorEvent> events;

    /**
     * @param isNew tells of certificates that are registered when they first connect, for which the handshake must end
     *     well
     * @param events told of refused certificates, on the thread of the handshake
     */
    DeviceRegistry(Registry registry, Predicate<X509Certificate> isNew, Consumer<SimulatorEvent> events) {
        this.registry = registry;
        this.isNew = isNew;
        this.events = events;
    }

    Registry registry() {
        return registry;
    }

    /**
     * The thing that a certificate belongs to, if nobody says otherwise.
     *
     * @throws IllegalArgumentException if the certificate has no common name
     */
    static String thingName(X509Certificate certificate) {
        return commonName(certificate)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The certificate of '" + subject(certificate) + "' has no common name to be the thing name"));
    }

    /** What a certificate calls its owner. */
    static Optional<String> commonName(X509Certificate certificate) {
        String subject = subject(certificate);
        try {
            return new LdapName(subject)
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(Object::toString)
                            .findFirst();
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException("The subject '" + subject + "' cannot be read", e);
        }
    }

    /** Why AWS would not let this certificate in now. */
    Optional<Violation> fault(X509Certificate device) {
        return validity(device).or(() -> status(device));
    }

    private static Optional<Violation> validity(X509Certificate device) {
        try {
            device.checkValidity();
            return Optional.empty();
        } catch (CertificateException e) {
            return Optional.of(refused(
                    device,
                    "it is valid from " + device.getNotBefore().toInstant() + " to "
                            + device.getNotAfter().toInstant()));
        }
    }

    private Optional<Violation> status(X509Certificate device) {
        Optional<RegisteredCertificate> known = registry.find(device);
        if (known.isEmpty()) {
            return Optional.of(refused(
                    device,
                    isNew.test(device)
                            ? "it is not registered yet; it will be in a moment, since its CA is known"
                            : "it is not registered"));
        }
        CertificateStatus status = known.get().status();
        return status == CertificateStatus.ACTIVE
                ? Optional.empty()
                : Optional.of(refused(device, "it is registered, but " + status));
    }

    /** Whether it shall be registered now: issued by a known CA, in its time of validity, not registered yet. */
    boolean isNew(X509Certificate device) {
        return validity(device).isEmpty() && isNew.test(device);
    }

    private static Violation refused(X509Certificate device, String why) {
        return new Violation(AwsRule.CERTIFICATE, "the certificate of '" + subject(device) + "' is refused: " + why);
    }

    private static String subject(X509Certificate device) {
        return OneLine.of(device.getSubjectX500Principal().getName());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        Optional<Violation> fault = fault(chain[0]);
        if (fault.isPresent() && !isNew(chain[0])) {
            Violation found = fault.get();
            events.accept(new SimulatorEvent.Refused(subject(chain[0]), found.rule(), found.reason()));
            throw new CertificateException(found.reason());
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("The simulator connects to no server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    /** None is named, so that clients offer their certificate whoever signed it. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
