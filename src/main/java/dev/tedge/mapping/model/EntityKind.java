package dev.tedge.mapping.model;

/** What is registered; in JSON the name in lower case, with a dash. */
public enum EntityKind {
    DEVICE,
    CHILD_DEVICE,
    SERVICE;

    /** As in JSON. */
    @Override
    public String toString() {
        return Members.written(this);
    }
}
