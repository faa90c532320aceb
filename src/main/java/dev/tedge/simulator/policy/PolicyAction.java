package dev.tedge.simulator.policy;

/**
 * What a device asks to do, with the kind of resource that AWS checks it against.
 *
 * <p>Source: AWS IoT Developer Guide, "AWS IoT Core policy actions" and "AWS IoT Core action resources".
 */
public enum PolicyAction {
    /** Open a connection: the resource is the client id. */
    CONNECT("iot:Connect", "client"),
    /** Publish: the resource is the topic. */
    PUBLISH("iot:Publish", "topic"),
    /** Publish with the RETAIN flag, needed besides {@link #PUBLISH}: the resource is the topic. */
    RETAIN_PUBLISH("iot:RetainPublish", "topic"),
    /** Be sent a message: the resource is the message's topic, checked on each delivery. */
    RECEIVE("iot:Receive", "topic"),
    /** Subscribe: the resource is the filter as it was sent, in which {@code +} and {@code #} are letters. */
    SUBSCRIBE("iot:Subscribe", "topicfilter"),
    /** Ask for a shadow over HTTP: the resource is the thing, with {@code /} and the name of a named shadow. */
    GET_THING_SHADOW("iot:GetThingShadow", "thing"),
    /** Change a shadow over HTTP: as {@link #GET_THING_SHADOW}. */
    UPDATE_THING_SHADOW("iot:UpdateThingShadow", "thing"),
    /** Delete a shadow over HTTP: as {@link #GET_THING_SHADOW}. */
    DELETE_THING_SHADOW("iot:DeleteThingShadow", "thing"),
    /** List shadows over HTTP: the resource is the thing. */
    LIST_NAMED_SHADOWS_FOR_THING("iot:ListNamedShadowsForThing", "thing"),
    /** Ask for a retained message over HTTP: the resource is the topic. */
    GET_RETAINED_MESSAGE("iot:GetRetainedMessage", "topic"),
    /** List retained messages over HTTP: the resource is {@code *}. */
    LIST_RETAINED_MESSAGES("iot:ListRetainedMessages", "topic"),
    /** Ask for a job over HTTP: the resource is the thing. */
    DESCRIBE_JOB_EXECUTION("iotjobsdata:DescribeJobExecution", "thing"),
    /** Ask for the jobs of a thing over HTTP: the resource is the thing. */
    GET_PENDING_JOB_EXECUTIONS("iotjobsdata:GetPendingJobExecutions", "thing"),
    /** Begin the next job over HTTP: the resource is the thing. */
    START_NEXT_PENDING_JOB_EXECUTION("iotjobsdata:StartNextPendingJobExecution", "thing"),
    /** Tell of a job over HTTP: the resource is the thing. */
    UPDATE_JOB_EXECUTION("iotjobsdata:UpdateJobExecution", "thing");

    private final String wireName;
    private final String resourceType;

    PolicyAction(String wireName, String resourceType) {
        this.wireName = wireName;
        this.resourceType = resourceType;
    }

    /** The name in a policy document, such as {@code iot:Publish}. */
    public String wireName() {
        return wireName;
    }

    /** The part of a resource ARN behind the account, such as {@code topic/thinedge/robot-7/td}. */
    public String resource(String name) {
        return resourceType + "/" + name;
    }
}
