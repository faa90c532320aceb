package dev.tedge.config;

/** Where the value of a setting comes from, strongest first. */
public enum Origin {
    /** The common name of the device certificate, for the device id only. */
    CERTIFICATE,
    /** A {@code TEDGE_…} environment variable. */
    ENVIRONMENT,
    /** {@code tedge.toml}. */
    FILE,
    /** Nobody set it. */
    DEFAULT
}
