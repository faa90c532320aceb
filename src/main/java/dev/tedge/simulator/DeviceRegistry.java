package dev.tedge.simulator;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
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

    private final Set<X509Certificate> devices = ConcurrentHashMap.newKeySet();
    private final Consumer<SimulatorEvent> events;

    /** @param events told of refused certificates, on the thread of the handshake */
    DeviceRegistry(Collection<X509Certificate> devices, Consumer<SimulatorEvent> events) {
        devices.forEach(this::register);
        this.events = events;
    }

    /** @throws IllegalArgumentException if the certificate has no common name, which is to be the thing name */
    void register(X509Certificate device) {
        commonName(device);
        devices.add(device);
    }

    void deregister(X509Certificate device) {
        devices.remove(device);
    }

    /** The thing that a certificate belongs to. */
    static String commonName(X509Certificate certificate) {
        String subject = subject(certificate);
        try {
            return new LdapName(subject)
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(Object::toString)
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException(
                                    "The certificate of '" + subject + "' has no common name to be the thing name"));
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException("The subject '" + subject + "' cannot be read", e);
        }
    }

    /** Why AWS would not let this certificate in now. */
    Optional<Violation> fault(X509Certificate device) {
        try {
            device.checkValidity();
        } catch (CertificateException e) {
            return Optional.of(refused(
                    device,
                    "it is valid from " + device.getNotBefore().toInstant() + " to "
                            + device.getNotAfter().toInstant()));
        }
        return devices.contains(device) ? Optional.empty() : Optional.of(refused(device, "it is not registered"));
    }

    private static Violation refused(X509Certificate device, String why) {
        return new Violation(AwsRule.CERTIFICATE, "the certificate of '" + subject(device) + "' is refused: " + why);
    }

    private static String subject(X509Certificate device) {
        return device.getSubjectX500Principal().getName();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        Optional<Violation> fault = fault(chain[0]);
        if (fault.isPresent()) {
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
