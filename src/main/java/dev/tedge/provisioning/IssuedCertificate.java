package dev.tedge.provisioning;

import java.util.Objects;

/**
 * A certificate that AWS has issued for a request, and that it forgets unless a thing is registered with it in time.
 *
 * @param id AWS's name of it
 * @param pem the certificate
 * @param token proves the right to register it; a secret
 */
public record IssuedCertificate(String id, String pem, String token) {

    public IssuedCertificate {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(pem, "pem");
        Objects.requireNonNull(token, "token");
    }

    @Override
    public String toString() {
        return "IssuedCertificate[id=" + id + ", token=(secret)]";
    }
}
