package dev.tedge.simulator.jobs;

/**
 * Why a device's request is rejected (AWS IoT Developer Guide, "Jobs device MQTT API", {@code ErrorCode}). AWS has two
 * more that the simulator never gives: InternalError, and RequestThrottled, for which AWS counts the requests of a whole
 * account.
 */
public enum JobError {
    /** The topic is one of jobs, but of no request. */
    INVALID_TOPIC("InvalidTopic", 400),
    /** The payload is not JSON in UTF-8. */
    INVALID_JSON("InvalidJson", 400),
    /** A field has a value that it cannot have. */
    INVALID_REQUEST("InvalidRequest", 400),
    /** The execution cannot go from where it stands to where the device wants it. */
    INVALID_STATE_TRANSITION("InvalidStateTransition", 409),
    /** The thing has no such execution. */
    RESOURCE_NOT_FOUND("ResourceNotFound", 404),
    /** The execution has changed since the device last looked. */
    VERSION_MISMATCH("VersionMismatch", 409),
    /** An execution that has ended cannot be described to devices. */
    TERMINAL_STATE_REACHED("TerminalStateReached", 410);

    private final String wireName;
    private final int status;

    JobError(String wireName, int status) {
        this.wireName = wireName;
        this.status = status;
    }

    /** As it is written in a message. */
    public String wireName() {
        return wireName;
    }

    /** The status with which the HTTP interface says the same. */
    public int httpStatus() {
        return status;
    }
}
