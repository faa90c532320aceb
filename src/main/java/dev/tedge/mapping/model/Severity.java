package dev.tedge.mapping.model;

/** How bad an alarm is; in JSON the name in lower case. */
public enum Severity {
    CRITICAL,
    MAJOR,
    MINOR,
    WARNING;

    /** As in JSON. */
    @Override
    public String toString() {
        return Members.written(this);
    }
}
