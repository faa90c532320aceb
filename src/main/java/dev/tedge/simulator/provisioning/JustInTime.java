package dev.tedge.simulator.provisioning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tedge.mqttserver.Payload;
import dev.tedge.simulator.registry.CertificateStatus;
import dev.tedge.simulator.registry.RegisteredCertificate;
import dev.tedge.simulator.registry.Registry;
import dev.tedge.simulator.service.Cloud;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/**
 * Registers devices of known CAs when they first connect. That connection and all until it is done are dropped.
 *
 * <p>With a template (JITP) the device is provisioned as it says, with the fields of the certificate's subject as
 * parameters. Without one (JITR) the certificate waits for activation, and {@code
 * $aws/events/certificates/registered/<caCertificateId>} tells of it (AWS IoT Developer Guide, "Just-in-time
 * provisioning", "Register a client certificate when the client connects").
 */
public final class JustInTime {

    /** AWS's own example. */
    private static final String ACCOUNT = "123456789012";

    private static final String PARAMETER = "AWS::IoT::Certificate::";

    private static final Map<ASN1ObjectIdentifier, String> SUBJECT = Map.of(
            BCStyle.C, "Country",
            BCStyle.O, "Organization",
            BCStyle.OU, "OrganizationalUnit",
            BCStyle.DN_QUALIFIER, "DistinguishedNameQualifier",
            BCStyle.ST, "StateName",
            BCStyle.CN, "CommonName",
            BCStyle.SERIALNUMBER, "SerialNumber");

    private final Cloud cloud;
    private final Registry registry;
    private final List<ProvisioningSettings.Authority> authorities;
    private final Duration delay;
    private final Enrolment enrolment;

    /** Ids of certificates that are about to be registered. Belongs to the event loop. */
    private final Set<String> underWay = new HashSet<>();

    public JustInTime(Cloud cloud, Registry registry, ProvisioningSettings settings) {
        this.cloud = cloud;
        this.registry = registry;
        this.authorities = settings.authorities();
        this.delay = settings.delay();
        this.enrolment = new Enrolment(registry, settings.policies());
    }

    /** Whether this is a device of a known CA that nobody has registered yet. May be called from any thread. */
    public boolean isNew(X509Certificate certificate) {
        return authority(certificate).isPresent() && registry.find(certificate).isEmpty();
    }

    /** A {@linkplain #isNew new} device has connected, and is about to be dropped. On the event loop only. */
    public void connects(String clientId, X509Certificate certificate) {
        String id = RegisteredCertificate.id(certificate);
        Optional<ProvisioningSettings.Authority> authority = authority(certificate);
        if (authority.isPresent() && underWay.add(id)) {
            Future<?> unused = cloud.after(delay, () -> {
                underWay.remove(id);
                register(clientId, certificate, authority.get());
            });
        }
    }

    private Optional<ProvisioningSettings.Authority> authority(X509Certificate certificate) {
        return authorities.stream()
                .filter(authority -> hasIssued(authority.certificate(), certificate))
                .findFirst();
    }

    private static boolean hasIssued(X509Certificate authority, X509Certificate certificate) {
        if (!certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException anotherKey) {
            return false;
        }
    }

    private void register(String clientId, X509Certificate certificate, ProvisioningSettings.Authority authority) {
        if (registry.find(certificate).isPresent()) {
            return;
        }
        if (authority.template().isEmpty()) {
            registry.register(new RegisteredCertificate(
                    certificate, CertificateStatus.PENDING_ACTIVATION, Optional.empty(), Optional.of(List.of())));
            tell(certificate, authority.certificate());
            return;
        }
        try {
            enrolment.enrol(certificate, authority.template().get(), subject(certificate));
        } catch (ProvisioningRejection rejection) {
            cloud.rejected(
                    clientId,
                    "just-in-time provisioning",
                    rejection.statusCode(),
                    rejection.errorCode() + ": " + rejection.getMessage());
        }
    }

    private static Map<String, String> subject(X509Certificate certificate) {
        Map<String, String> parameters = new HashMap<>();
        X500Name name =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        for (RDN part : name.getRDNs()) {
            String field = SUBJECT.get(part.getFirst().getType());
            if (field != null) {
                parameters.putIfAbsent(PARAMETER + field, text(part.getFirst().getValue()));
            }
        }
        return parameters;
    }

    /** As it was meant: Bouncy Castle's own way to text puts a backslash before a comma. */
    private static String text(ASN1Encodable value) {
        return value instanceof ASN1String string ? string.getString() : IETFUtils.valueToString(value);
    }

    private void tell(X509Certificate certificate, X509Certificate authority) {
        String authorityId = RegisteredCertificate.id(authority);
        long millis = cloud.now().toEpochMilli();
        cloud.publish(
                "$aws/events/certificates/registered/" + authorityId,
                Payload.of(JsonNodeFactory.instance
                        .objectNode()
                        .put("certificateId", RegisteredCertificate.id(certificate))
                        .put("caCertificateId", authorityId)
                        .put("timestamp", millis)
                        .put("certificateStatus", CertificateStatus.PENDING_ACTIVATION.name())
                        .put("awsAccountId", ACCOUNT)
                        .put("certificateRegistrationTimestamp", String.valueOf(millis))
                        .toString()));
    }
}
