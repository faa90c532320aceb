package dev.tedge.certificate;

import java.time.Duration;

/**
 * What shall stand in a new certificate.
 *
 * @param deviceId the common name (CN)
 * @param organization O of the subject, not empty
 * @param organizationUnit OU of the subject, not empty
 * @param validity how long it is valid; rounded down to whole days, at least one
 */
public record CertificateRequest(DeviceId deviceId, String organization, String organizationUnit, Duration validity) {

    public CertificateRequest {
        if (organization.isBlank() || organizationUnit.isBlank()) {
            throw new IllegalArgumentException("The organization and its unit must not be empty");
        }
        validity = wholeDays(validity);
    }

    /** A validity as certificates get it. */
    static Duration wholeDays(Duration validity) {
        Duration days = Duration.ofDays(validity.toDays());
        if (days.isZero() || days.isNegative()) {
            throw new IllegalArgumentException("A certificate must be valid for at least a day");
        }
        return days;
    }
}
