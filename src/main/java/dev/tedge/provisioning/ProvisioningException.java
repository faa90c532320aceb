package dev.tedge.provisioning;

import java.util.Objects;

/** A device is not provisioned; the message says why, and what to do, on one line. */
public final class ProvisioningException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Sorts failures by what can be done about them. */
    public enum Reason {
        /** There is no connection, or no longer one. */
        CONNECTION,
        /** The claim certificate's policy does not allow it. */
        POLICY,
        /** AWS has no such template, or it is not enabled. */
        TEMPLATE,
        /** The template's hook has said no. */
        HOOK,
        /** The token of the certificate is used, too old, or somebody else's. */
        TOKEN,
        /** A parameter of the template, or the request for the certificate, is no good. */
        PARAMETERS,
        /** Something of the name is there already. */
        CONFLICT,
        /** Too many requests at a time. */
        THROTTLED,
        /** AWS has failed, or not answered. */
        CLOUD,
        /** The answer can't be understood. */
        ANSWER
    }

    ProvisioningException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** What can be done. */
    public Reason reason() {
        return reason;
    }

    /** Whether another attempt in a moment may well succeed. */
    public boolean isPassing() {
        return reason == Reason.THROTTLED || reason == Reason.CLOUD;
    }
}
