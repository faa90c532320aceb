package dev.tedge.simulator;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
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
        String subject = certificate.getSubjectX500Principal().getName();
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

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        X509Certificate device = chain[0];
        try {
            device.checkValidity();
            if (!devices.contains(device)) {
                throw new CertificateException("it is not registered");
            }
        } catch (CertificateException e) {
            String subject = device.getSubjectX500Principal().getName();
            String reason = "the certificate of '" + subject + "' is refused: " + e.getMessage();
            events.accept(new SimulatorEvent.Refused(subject, AwsRule.CERTIFICATE, reason));
            throw new CertificateException(reason, e);
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
