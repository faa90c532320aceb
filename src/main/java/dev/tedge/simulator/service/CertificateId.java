package dev.tedge.simulator.service;

import dev.tedge.mqttserver.ConnectedClient;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** The id that AWS gives to a certificate: the SHA-256 hash of its DER encoding, 64 hexadecimal digits. */
public final class CertificateId {

    private CertificateId() {}

    /** Of a certificate. */
    public static String of(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (CertificateEncodingException | NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("A certificate that was read cannot be written", impossible);
        }
    }

    /** Of the certificate with which a device is connected; empty without TLS. */
    public static String of(ConnectedClient device) {
        return device.request().credentials().certificates().stream()
                .findFirst()
                .map(CertificateId::of)
                .orElse("");
    }
}
