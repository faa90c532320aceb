package dev.tedge.simulator.provisioning;

import java.util.Objects;

/**
 * A device that is not provisioned. The message is for people, and names the parameter or the template.
 *
 * <p>AWS lists no error codes; {@code InvalidCertificateOwnershipToken} is one that its devices have seen, the others
 * are the simulator's own.
 */
final class ProvisioningRejection extends Exception {

    private static final long serialVersionUID = 1L;

    private final int statusCode;
    private final String errorCode;

    ProvisioningRejection(int statusCode, String errorCode, String message) {
        super(message);
        this.statusCode = statusCode;
        this.errorCode = Objects.requireNonNull(errorCode, "errorCode");
    }

    static ProvisioningRejection invalidParameters(String message) {
        return new ProvisioningRejection(400, "InvalidParameters", message);
    }

    static ProvisioningRejection invalidToken(String message) {
        return new ProvisioningRejection(400, "InvalidCertificateOwnershipToken", message);
    }

    int statusCode() {
        return statusCode;
    }

    String errorCode() {
        return errorCode;
    }
}
