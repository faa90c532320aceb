package dev.tedge.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes certificates in PEM (RFC 7468); text and other blocks between them are skipped. Uses the JDK only, so that a
 * command that just wants the device's name loads nothing large.
 */
public final class PemCertificates {

    /** RFC 7468, 2. */
    private static final int LINE_LENGTH = 64;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (?:X509 )?CERTIFICATE-----([^-]*)-----END (?:X509 )?CERTIFICATE-----");

    private static final Base64.Encoder LINES =
            Base64.getMimeEncoder(LINE_LENGTH, "\n".getBytes(StandardCharsets.US_ASCII));

    private PemCertificates() {}

    /**
     * The first certificate of a file.
     *
     * @throws CredentialException when the file can't be read, or its first certificate is broken or missing
     */
    public static X509Certificate first(Path file) {
        return parse(file, required(file).get(0));
    }

    /** All certificates of a file, at least one, or {@link CredentialException}. */
    static List<X509Certificate> all(Path file) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (String block : required(file)) {
            certificates.add(parse(file, block));
        }
        return certificates;
    }

    /**
     * The first certificate of a text.
     *
     * @param source what it is from, for messages
     * @throws CredentialException when there is none, or it is broken
     */
    static X509Certificate firstIn(String text, Path source) {
        return parse(
                source,
                blocksIn(text).stream()
                        .findFirst()
                        .orElseThrow(() -> new CredentialException("There is no certificate in " + source)));
    }

    /** The content of a file's PEM blocks, which may be none; white space is taken out. */
    static List<String> blocks(Path file) {
        return blocksIn(text(file, "certificate"));
    }

    private static List<String> blocksIn(String text) {
        List<String> blocks = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            blocks.add(block.group(1).replaceAll("\\s", ""));
        }
        return blocks;
    }

    /** The certificate in a block. */
    static X509Certificate parse(Path file, String block) {
        try {
            return decode(Base64.getDecoder().decode(block));
        } catch (CertificateException | IllegalArgumentException broken) {
            throw new CredentialException("decoding certificate from " + file, broken);
        }
    }

    /** The certificate in its DER encoding. */
    static X509Certificate decode(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    /** A certificate in PEM. */
    static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("A parsed certificate has its encoding", impossible);
        }
    }

    /** A PEM block (RFC 7468). */
    static String pem(String label, byte[] der) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, LINES.encodeToString(der));
    }

    /** Whether a certificate names itself as issuer, and its own key has signed it. */
    static boolean isSelfSigned(X509Certificate certificate) {
        if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException byAnotherKey) {
            return false;
        }
    }

    /** The text of a PEM file that is said to hold a certificate or a private key. */
    static String text(Path file, String what) {
        String reading = "reading " + what + " from " + file;
        try {
            // Whatever stands outside the blocks may be in any encoding.
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException missing) {
            throw new CredentialException(reading, new IOException("No such file or directory", missing));
        } catch (AccessDeniedException denied) {
            throw new CredentialException(
                    reading, new IOException("Permission denied: run as the file's owner or with sudo", denied));
        } catch (IOException broken) {
            throw new CredentialException(reading, new IOException(CredentialException.reason(broken), broken));
        }
    }

    private static List<String> required(Path file) {
        List<String> blocks = blocks(file);
        if (blocks.isEmpty()) {
            throw new CredentialException(
                    "decoding certificate from " + file,
                    new CertificateException("No PEM block 'BEGIN CERTIFICATE' in the file"));
        }
        return blocks;
    }
}
