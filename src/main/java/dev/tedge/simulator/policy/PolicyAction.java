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
    SUBSCRIBE("iot:Subscribe", "topicfilter");

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
