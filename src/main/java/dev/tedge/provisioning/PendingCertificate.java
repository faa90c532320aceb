package dev.tedge.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A note of a certificate that AWS has issued, for a run that is interrupted before it is registered.
 *
 * @param certificate what AWS has given
 * @param device the name that it is for
 * @param endpoint the account's
 * @param expires when its token does
 */
public record PendingCertificate(IssuedCertificate certificate, String device, String endpoint, Instant expires) {

    /** The life of a token (AWS IoT Core quotas). */
    private static final Duration LIFE = Duration.ofHours(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    public PendingCertificate {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(expires, "expires");
    }

    /** One that was issued just now. */
    public static PendingCertificate issued(
            IssuedCertificate certificate, String device, String endpoint, Instant now) {
        return new PendingCertificate(certificate, device, endpoint, now.plus(LIFE));
    }

    /** Whether it is for this device and account. */
    public boolean isFor(String otherDevice, String otherEndpoint) {
        return device.equals(otherDevice) && endpoint.equals(otherEndpoint);
    }

    /** Whether its token may be good now. A clock that was put back makes no difference for long. */
    public boolean isFresh(Instant now) {
        return now.isBefore(expires) && now.isAfter(expires.minus(LIFE).minus(LIFE));
    }

    /** The note, JSON in ASCII. */
    public String text() {
        return JSON.createObjectNode()
                        .put("certificateId", certificate.id())
                        .put("certificatePem", certificate.pem())
                        .put("certificateOwnershipToken", certificate.token())
                        .put("device", device)
                        .put("endpoint", endpoint)
                        .put("expires", expires.toString())
                + "\n";
    }

    /** The note of another run; empty when it is none. */
    public static Optional<PendingCertificate> parse(String text) {
        try {
            JsonNode note = JSON.readTree(text);
            IssuedCertificate certificate = new IssuedCertificate(
                    note.path("certificateId").asText(),
                    note.path("certificatePem").asText(),
                    note.path("certificateOwnershipToken").asText());
            return Optional.of(new PendingCertificate(
                    certificate,
                    note.path("device").asText(),
                    note.path("endpoint").asText(),
                    Instant.parse(note.path("expires").asText())));
        } catch (JsonProcessingException | DateTimeException none) {
            return Optional.empty();
        }
    }
}
