package dev.tedge.job.execution;

/** How far an execution is. */
public enum Phase {
    /** Its command may or may not have been published. */
    OFFERED,
    /** The local broker has its command. */
    PUBLISHED,
    /** The device has said that it works on it. */
    RUNNING,
    /** It has an outcome, which AWS may not know yet. */
    ENDED,
    /** AWS knows, or does not want to: its command is to be removed. */
    REPORTED,
    /** AWS has ended it: the device is to be told, and its command is to be removed. */
    WITHDRAWN;

    /** Whether a device may still do something. */
    public boolean isLive() {
        return this == OFFERED || this == PUBLISHED || this == RUNNING;
    }
}
