package dev.tedge.cli;

import dev.tedge.certificate.CertificateRequest;
import dev.tedge.certificate.ClientIdentity;
import dev.tedge.certificate.FileOwner;
import dev.tedge.certificate.KeyType;
import dev.tedge.provisioning.TemplateName;
import java.util.Map;
import java.util.Objects;

/**
 * What a device asks AWS for.
 *
 * @param template what is to be made of it
 * @param endpoint of the account
 * @param claim the certificate with which it asks
 * @param subject what it wants to be called
 * @param keyType the kind of its new key
 * @param parameters of the template
 * @param owner to whom its files are given
 */
record EnrolmentOrder(
        TemplateName template,
        String endpoint,
        ClientIdentity claim,
        CertificateRequest subject,
        KeyType keyType,
        Map<String, String> parameters,
        FileOwner owner) {

    EnrolmentOrder {
        Objects.requireNonNull(template, "template");
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(claim, "claim");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(keyType, "keyType");
        parameters = Map.copyOf(parameters);
        Objects.requireNonNull(owner, "owner");
    }

    /** The name of the device, of its certificate and of its thing. */
    String device() {
        return subject.deviceId().value();
    }
}
