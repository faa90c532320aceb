package dev.tedge.simulator.registry;

/** Whether a registered certificate may connect (AWS IoT API Reference, {@code CertificateDescription}). */
public enum CertificateStatus {
    /** It may connect. */
    ACTIVE,
    /** It may not. */
    INACTIVE,
    /** It may not yet: it has shown itself for the first time, and nobody has said yes. */
    PENDING_ACTIVATION
}
