package dev.tedge.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A request to an authority to sign a certificate for the key of the device (PKCS#10).
 *
 * @param device whose key it is for
 * @param file PEM, readable by all (0444)
 */
public record SigningRequestFile(DeviceCertificateFiles device, Path file) {

    private static final Pattern REQUEST = Pattern.compile("-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----");

    public SigningRequestFile {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(file, "file");
    }

    /**
     * Makes the request, over an earlier one. A key or certificate that is there is left as it is; without a key, one is
     * made. A process that is killed on the way may leave a new key without request, which the next call uses.
     *
     * @param subject whose id, organization and unit count; empty for the subject of the certificate
     * @param type the kind of key that it must be, or empty for whichever is there, or else P-256
     * @throws CredentialException when there is a certificate without its key, when the key is of another kind, when the
     *     file is something else than a request, or when a file can't be read or written
     */
    public void create(Optional<CertificateRequest> subject, Optional<KeyType> type, FileOwner owner) {
        requireReplaceable();
        device.settle();
        Leftovers.beside(device.key()).clear();
        Leftovers.beside(file).clear();
        boolean present = Files.exists(device.key(), LinkOption.NOFOLLOW_LINKS);
        KeyPair pair = present ? presentKey(type) : newKey(type);
        X500Name name = subject.map(CertificateIssuer::nameOf)
                .orElseGet(() -> CertificateIssuer.nameOf(PemCertificates.first(device.certificate())));
        String request = signed(name, pair);
        try (NewFile made = NewFile.beside(file)) {
            made.write(request, DeviceCertificateFiles.CERTIFICATE_PERMISSIONS, owner);
            if (!present) {
                // First: a request for a key that is lost is worth nothing.
                writeKey(pair, owner);
            }
            made.replace();
        }
    }

    private KeyPair presentKey(Optional<KeyType> type) {
        KeyPair pair = PrivateKeys.withPublicKey(PrivateKeys.read(device.key()));
        if (type.isPresent() && !type.equals(KeyType.of(pair.getPrivate()))) {
            throw new CredentialException(
                    "The private key %s is there already, and is of another type than %s: leave `--key-type` out to use it, or run `tedge cert remove` first"
                            .formatted(device.key(), type.get()));
        }
        return pair;
    }

    private KeyPair newKey(Optional<KeyType> type) {
        if (Files.exists(device.certificate(), LinkOption.NOFOLLOW_LINKS)) {
            throw new CredentialException(
                    "The private key %s of the certificate %s is missing: put it back, or run `tedge cert remove` first to begin with a new key"
                            .formatted(device.key(), device.certificate()));
        }
        return type.orElse(KeyType.EC256).newKey();
    }

    private void requireReplaceable() {
        Path place = file.toAbsolutePath().normalize();
        if (place.equals(device.key().toAbsolutePath().normalize())
                || place.equals(device.certificate().toAbsolutePath().normalize())) {
            throw new CredentialException(
                    "The certificate signing request can't be in %s, which is the place of the device's own key or certificate: name another file with `--output-path`"
                            .formatted(file));
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isRequest()) {
            throw new CredentialException(
                    "The file %s is not a certificate signing request, and would be overwritten: remove it, or name another one with `--output-path`"
                            .formatted(file));
        }
    }

    private boolean isRequest() {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && REQUEST.matcher(PemCertificates.text(file, "certificate signing request"))
                        .find();
    }

    static String signed(X500Name name, KeyPair pair) {
        try {
            return PemCertificates.pem(
                    "CERTIFICATE REQUEST",
                    new JcaPKCS10CertificationRequestBuilder(name, pair.getPublic())
                            .build(CertificateIssuer.signer(pair.getPrivate()))
                            .getEncoded());
        } catch (IOException | OperatorCreationException impossible) {
            throw new IllegalStateException("Signing a certificate signing request failed", impossible);
        }
    }

    private void writeKey(KeyPair pair, FileOwner owner) {
        try (NewFile key = NewFile.beside(device.key())) {
            key.write(PrivateKeys.pem(pair.getPrivate()), DeviceCertificateFiles.KEY_PERMISSIONS, owner);
            key.publish();
            key.keep();
        }
    }
}
