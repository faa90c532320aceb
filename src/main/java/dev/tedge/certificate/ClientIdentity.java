package dev.tedge.certificate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The files by which a client proves who it is.
 *
 * @param certificate PEM: the client's certificate first, then, if needed, the ones that sign it
 * @param key PEM: the private key of the first certificate, not encrypted
 */
public record ClientIdentity(Path certificate, Path key) {

    public ClientIdentity {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
    }

    /**
     * Reads both files and checks that they belong together. Says nothing of the certificate's validity: ask {@link
     * CertificateDetails}. When a change of both was interrupted between the two, the certificate is in its place and
     * the key still {@linkplain NextIdentity waits}: then that is the key.
     *
     * @throws CredentialException when a file is missing or can't be read, or when the key is another certificate's
     */
    public KeyWithChain load() {
        if (Files.notExists(certificate)) {
            throw new CredentialException("""
                    No certificate has been attached to that device. Missing file: %s
                        Run `tedge cert create` to generate a new certificate.""".formatted(certificate));
        }
        List<X509Certificate> chain = PemCertificates.all(certificate);
        PublicKey publicKey = chain.get(0).getPublicKey();
        try {
            return new KeyWithChain(keyIn(key, publicKey), chain);
        } catch (CredentialException wrong) {
            return new KeyWithChain(waitingKey(publicKey).orElseThrow(() -> wrong), chain);
        }
    }

    /**
     * Whether the key is the one of the certificate.
     *
     * @throws CredentialException when a file is missing or can't be read
     */
    public boolean isPair() {
        PublicKey publicKey = PemCertificates.first(certificate).getPublicKey();
        return belongTogether(PrivateKeys.read(key), publicKey);
    }

    private Optional<PrivateKey> waitingKey(PublicKey publicKey) {
        Path waiting = RenewedCertificate.waitingFor(key);
        try {
            return Files.isReadable(waiting) ? Optional.of(keyIn(waiting, publicKey)) : Optional.empty();
        } catch (CredentialException another) {
            return Optional.empty();
        }
    }

    private PrivateKey keyIn(Path file, PublicKey publicKey) {
        PrivateKey privateKey = PrivateKeys.read(file);
        if (!belongTogether(privateKey, publicKey)) {
            throw new CredentialException(("The private key %s does not belong to the certificate %s:"
                            + " put the key there that the certificate was made with, or make both anew with"
                            + " `tedge cert remove` and `tedge cert create`")
                    .formatted(file, certificate));
        }
        return privateKey;
    }

    /** Whether what the one signs, the other verifies: the same question for every kind of key. */
    static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
        if (!privateKey.getAlgorithm().equals(publicKey.getAlgorithm())) {
            return false;
        }
        byte[] sample = "tedge".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signature = Signature.getInstance(PrivateKeys.signatureBy(privateKey));
            signature.initSign(privateKey);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException different) {
            // Such as keys on different curves or of different lengths.
            return false;
        }
    }
}
